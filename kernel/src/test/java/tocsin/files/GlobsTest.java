package tocsin.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class GlobsTest {
    @TempDir private Path folder;

    @BeforeEach
    void files() throws IOException {
        for (String name : List.of("b/y.yml", "a/x.yml", "a/.hidden.yml", "a/{1}.yml", "top.yml")) {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.createFile(file);
        }
        Files.createDirectories(folder.resolve("a/folder.yml"));
    }

    private List<String> matching(String glob) throws IOException {
        return Globs.matching(glob, folder, 10).stream()
                .map(path -> folder.relativize(path).toString())
                .toList();
    }

    @Test
    void charactersStandForThoseOfOneName() throws IOException {
        assertThat(matching("*.yml")).containsExactly("top.yml");
        assertThat(matching("*/?.yml")).containsExactly("a/x.yml", "b/y.yml");
        assertThat(matching("[^a]/*.yml")).containsExactly("b/y.yml");
        assertThat(matching("[ab]/[x-z].yml")).containsExactly("a/x.yml", "b/y.yml");
    }

    @Test
    void bracesMeanThemselvesAndHiddenFilesAreFilesLikeOthers() throws IOException {
        assertThat(matching("a/{*}.yml")).containsExactly("a/{1}.yml");
        assertThat(matching("a/{x,y}.yml")).isEmpty();
        assertThat(matching("a/*.yml")).containsExactly("a/.hidden.yml", "a/x.yml", "a/{1}.yml");
    }

    @Test
    void aPathIsFromTheRootOrFromTheFolder() throws IOException {
        assertThat(matching(folder + "/*/x.yml")).containsExactly("a/x.yml");
        assertThat(matching("a//x.yml")).containsExactly("a/x.yml");
        assertThat(matching("nowhere/*.yml")).isEmpty();
    }

    @Test
    void whatCannotBeReadOrIsTooMuchIsTold() {
        assertThatThrownBy(() -> matching("[a")).hasMessage("syntax error in pattern");
        assertThatThrownBy(() -> Globs.matching("*/*", folder, 2))
                .hasMessage("names more than 2 files");
    }
}
