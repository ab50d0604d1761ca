package tocsin.gates;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.JavaFormatterOptions.Style;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.List;

/// Sources look as google-java-format (AOSP) writes them; `tools/format` makes them so. A test and
/// not a Maven plugin, for the formatter needs a newer Java than the one Maven may be started with.
class FormatTest {
    private final Formatter formatter =
            new Formatter(JavaFormatterOptions.builder().style(Style.AOSP).build());

    @Test
    void everySourceIsFormatted() {
        List<String> unformatted =
                Sources.all().parallelStream()
                        .filter(file -> !isFormatted(file))
                        .map(Sources::relative)
                        .toList();
        assertThat(unformatted).as("run tools/format").isEmpty();
    }

    private boolean isFormatted(Path file) {
        String text = Sources.text(file);
        try {
            return formatter.formatSourceAndFixImports(text).equals(text);
        } catch (FormatterException e) {
            throw new AssertionError(Sources.relative(file), e);
        }
    }
}
