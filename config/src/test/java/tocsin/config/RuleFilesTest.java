package tocsin.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.yaml.Problems;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class RuleFilesTest {
    @TempDir private Path folder;

    private Problems find(String... globs) {
        var problems = new Problems();
        RuleFiles.find(List.of(globs), problems);
        return problems;
    }

    @Test
    void allGlobsTogetherMayNameTenThousandFiles() throws IOException {
        for (int i = 0; i < 5_001; i++) {
            Files.createFile(folder.resolve("a" + i));
            Files.createFile(folder.resolve("b" + i));
        }
        String first = folder + "/a*";
        String second = folder + "/b*";
        assertThat(find(first).isEmpty()).isTrue();
        assertThat(find(second).isEmpty()).isTrue();
        assertThat(find(first, second).report()).contains("b*", "more than 10000 files");
    }
}
