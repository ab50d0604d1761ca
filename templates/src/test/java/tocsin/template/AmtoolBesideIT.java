package tocsin.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.gotemplate.Limits;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// What is recorded of amtool is what the one that is installed here says, so that a record can be
/// neither wrong nor made to fit; and ours says the same.
class AmtoolBesideIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private Path folder;

    @Test
    void everyExpressionOfTheCorpusIsRenderedAlike() throws Exception {
        assumeTrue(Amtool.isInstalled(), "amtool is not installed");
        var amtool = new Amtool(folder);
        TemplateData data =
                TemplateData.byValue(TemplateRender.facts(AmtoolTest.resource("data.json")));
        GoTemplates ours =
                GoTemplates.load(List.of(), InstantSource.fixed(Instant.EPOCH), Limits.DEFAULT);
        var unlike = new ArrayList<String>();
        for (String line : AmtoolTest.resource("corpus.jsonl").split("\n")) {
            JsonNode entry = JSON.readTree(line);
            if (entry.has("newer")) {
                continue; // 0.34 is known to render it otherwise
            }
            String template = entry.get("template").textValue();
            boolean html = entry.get("type").textValue().equals("html");
            String theirs = amtool.render(template, html, List.of());
            String own = AmtoolTest.rendered(ours, template, html, data);
            if (!theirs.equals(own) || !theirs.equals(AmtoolTest.expected(entry))) {
                unlike.add(template + "\n  amtool: " + theirs + "\n  ours:   " + own);
            }
        }
        assertThat(unlike).isEmpty();
    }

    @Test
    void wholeTemplatesAreRenderedAlike() throws Exception {
        assumeTrue(Amtool.isInstalled(), "amtool is not installed");
        var amtool = new Amtool(folder);
        for (Path file : WholeTemplatesTest.files()) {
            String theirs =
                    amtool.render(
                            WholeTemplatesTest.MAIN,
                            WholeTemplatesTest.isHtml(file),
                            List.of(file));
            assertThat(WholeTemplatesTest.rendered(file)).as(file.toString()).isEqualTo(theirs);
        }
    }
}
