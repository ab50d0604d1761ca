package tocsin.config;

import tocsin.gotemplate.Limits;
import tocsin.integration.Wording;
import tocsin.template.GoTemplates;
import tocsin.template.TemplateException;
import tocsin.template.TemplateFiles;
import tocsin.yaml.Fields;

import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads `templates`: globs of files with templates that receivers may invoke.
final class TemplatesReader {
    private TemplatesReader() {}

    /// The language of the receivers' fields; empty, with a problem added, when a file cannot be
    /// used.
    ///
    /// @param folder from which relative globs count
    static Optional<Wording> read(Fields top, Path folder, String externalUrl) {
        List<Path> files = new ArrayList<>();
        try {
            for (String glob : top.texts("templates")) {
                files.addAll(TemplateFiles.matching(glob, folder));
            }
            GoTemplates templates = GoTemplates.load(files, InstantSource.system(), Limits.DEFAULT);
            return Optional.of(new TemplateWording(templates, externalUrl, ZoneId.systemDefault()));
        } catch (TemplateException e) {
            top.problem("templates", String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }
}
