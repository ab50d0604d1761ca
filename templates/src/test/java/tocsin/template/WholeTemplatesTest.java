package tocsin.template;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import tocsin.gotemplate.Limits;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/// Whole files of templates as people write them (cards for chats, mails, tickets, pages, and ones
/// that override the default's) render as amtool rendered them.
class WholeTemplatesTest {
    static final String MAIN = "{{ template \"main\" . }}";

    private static final Path FOLDER = Path.of("src/test/resources/amtool/whole");

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".tmpl")).sorted().toList();
        }
    }

    static boolean isHtml(Path file) {
        return file.toString().endsWith(".html.tmpl");
    }

    static String rendered(Path file) throws IOException, TemplateException {
        TemplateData data =
                TemplateData.byValue(TemplateRender.facts(AmtoolTest.resource("data.json")));
        GoTemplates templates =
                GoTemplates.load(List.of(file), InstantSource.fixed(Instant.EPOCH), Limits.DEFAULT);
        return isHtml(file) ? templates.expandHtml(MAIN, data) : templates.expandText(MAIN, data);
    }

    @ParameterizedTest
    @MethodSource("files")
    void eachIsRenderedAsAmtoolRendersIt(Path file) throws IOException, TemplateException {
        Path out = Path.of(file.toString().replaceFirst("\\.tmpl$", ".out"));
        assertThat(rendered(file)).isEqualTo(Files.readString(out));
    }
}
