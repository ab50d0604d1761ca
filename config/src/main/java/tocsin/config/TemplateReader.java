package tocsin.config;

import tocsin.files.Globs;
import tocsin.gotemplate.Limits;
import tocsin.template.GoTemplates;
import tocsin.template.MarkedTemplates;
import tocsin.template.MustacheTemplates;
import tocsin.template.TemplateException;
import tocsin.template.Templates;
import tocsin.yaml.Fields;
import tocsin.yaml.YamlNode;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads `templates`: the files that hold definitions of one's own.
final class TemplateReader {
    private final InstantSource clock;

    TemplateReader(InstantSource clock) {
        this.clock = clock;
    }

    /// The templates; empty, with problems added, when a file cannot be read or parsed.
    Optional<Templates> read(Fields top, Path folder) {
        var files = new ArrayList<Path>();
        for (YamlNode item : top.items("templates")) {
            if (item instanceof YamlNode.Scalar scalar) {
                files(top, scalar, folder, files);
            } else {
                top.problems().add(item, "expected a path, found " + item.kind());
            }
        }
        try {
            return Optional.of(
                    new MarkedTemplates(
                            GoTemplates.load(List.copyOf(files), clock, Limits.DEFAULT),
                            new MustacheTemplates(Limits.DEFAULT)));
        } catch (TemplateException e) {
            top.problem("templates", e.getMessage());
            return Optional.empty();
        }
    }

    private static void files(Fields top, YamlNode.Scalar glob, Path folder, List<Path> files) {
        try {
            files.addAll(Globs.matching(glob.text(), folder));
        } catch (IOException e) {
            top.problems().add(glob, glob.text() + ": " + e.getMessage());
        }
    }
}
