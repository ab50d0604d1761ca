package tocsin.config.prometheus;

import tocsin.files.Globs;
import tocsin.yaml.Fields;
import tocsin.yaml.Problems;
import tocsin.yaml.YamlNode;
import tocsin.yaml.YamlReader;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Reads a `prometheus.yml`. Tocsin scrapes nothing, so nothing here is kept but the globs of rule
/// files and how often jobs scrape; everything else is only checked, as Prometheus 3.14 checks it,
/// so that one tool can stand where promtool stood.
///
/// The inside of a service discovery is checked for `static`, `file`, `dns`, `http` and
/// `kubernetes`; the others are known by name, and what they need is between them and their cloud.
public final class PrometheusFile {
    private final Place place;

    private PrometheusFile(Place place) {
        this.place = place;
    }

    /// How far a check goes.
    public enum Depth {
        /// Only the file itself.
        SYNTAX,
        /// Files that it names must be there, and be good.
        FILES
    }

    /// What the file is for.
    public enum Mode {
        /// A server that evaluates rules.
        SERVER,
        /// One that only scrapes and writes on.
        AGENT
    }

    /// What a good file says.
    ///
    /// @param ruleFiles what the globs name, as often as they name it; none for [Depth#SYNTAX]
    /// @param warnings what is odd, but no error
    public record Read(List<Path> ruleFiles, List<Job> jobs, List<String> warnings) {
        /// Copies the lists.
        public Read {
            ruleFiles = List.copyOf(ruleFiles);
            jobs = List.copyOf(jobs);
            warnings = List.copyOf(warnings);
        }
    }

    /// One scrape configuration.
    public record Job(String name, Duration interval) {}

    /// What the text says. Where something is wrong a problem is added.
    ///
    /// @param file as the user named it; relative paths in it count from its folder
    public static Read read(Path file, String text, Depth depth, Mode mode, Problems problems) {
        Path folder = file.getParent() == null ? Path.of("") : file.getParent();
        var place = new Place(folder, depth, new ArrayList<>());
        return YamlReader.read(file.toString(), text, problems)
                .map(top -> new PrometheusFile(place).read(Fields.of(top, problems), mode))
                .orElse(new Read(List.of(), List.of(), List.of()));
    }

    private Read read(Fields top, Mode mode) {
        GlobalSection global = GlobalSection.read(top);
        if (mode == Mode.AGENT) {
            List.of("alerting", "rule_files", "remote_read").stream()
                    .filter(key -> top.node(key).isPresent())
                    .forEach(key -> top.problem(key, "is not allowed in agent mode"));
        }
        List<Path> ruleFiles = ruleFiles(top);
        List<Job> jobs = new JobsReader(place, global).read(top);
        AlertingSection.check(top, place);
        RemoteSections.check(top, place);
        OtherSections.check(top);
        top.done("prometheus.yml");
        return new Read(ruleFiles, jobs, place.warnings());
    }

    /// A file that is named without a star must be there.
    private List<Path> ruleFiles(Fields top) {
        var files = new ArrayList<Path>();
        for (YamlNode item : top.items("rule_files")) {
            if (!(item instanceof YamlNode.Scalar scalar)) {
                top.problems().add(item, "expected a path, found " + item.kind());
            } else if (!Place.isGlob(scalar.text())) {
                top.problems().add(item, "invalid rule file path \"" + scalar.text() + "\"");
            } else if (place.looksAtFiles()) {
                files.addAll(named(scalar, top.problems()));
            }
        }
        return files;
    }

    private List<Path> named(YamlNode.Scalar glob, Problems problems) {
        try {
            List<Path> found = Globs.matching(place.resolve(glob.text()).toString(), Path.of(""));
            if (found.isEmpty() && !glob.text().contains("*")) {
                String path = place.resolve(glob.text()).toString();
                problems.add(glob, "\"" + path + "\" does not point to an existing file");
            }
            return found;
        } catch (IOException e) {
            problems.add(glob, String.valueOf(e.getMessage()));
            return List.of();
        }
    }
}
