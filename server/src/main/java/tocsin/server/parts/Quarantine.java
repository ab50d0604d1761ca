package tocsin.server.parts;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.config.RuleFiles;
import tocsin.config.RuleFiles.FileRead;
import tocsin.rules.ExpressionSyntax;
import tocsin.rules.RuleFile;
import tocsin.rules.RuleGroupSpec;
import tocsin.server.rules.RuleStand.Quarantined;
import tocsin.yaml.Problems;
import tocsin.yaml.Problems.Problem;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/// Rule files of which one may be bad without holding up the others: the last version without
/// errors runs on, also after a restart, for it is kept beside the state.
final class Quarantine {
    private static final Logger LOG = LoggerFactory.getLogger(Quarantine.class);

    private final Path folder;
    private final ExpressionSyntax syntax;
    private final InstantSource clock;
    private final Map<String, Instant> since = new HashMap<>();
    private volatile List<Quarantined> quarantined = List.of();

    Quarantine(Path folder, ExpressionSyntax syntax, InstantSource clock) {
        this.folder = folder;
        this.syntax = syntax;
        this.clock = clock;
    }

    /// The groups to run. Problems of files are no problems of the load, but for names of groups
    /// that cannot be looked for.
    List<RuleGroupSpec> read(List<String> globs, Problems problems) {
        var groups = new ArrayList<RuleGroupSpec>();
        var bad = new ArrayList<Quarantined>();
        for (FileRead read : RuleFiles.readEach(RuleFiles.find(globs, problems), syntax)) {
            if (read.problems().isEmpty()) {
                since.remove(read.file().toString());
                keep(read);
                groups.addAll(read.groups());
            } else {
                groups.addAll(lastGood(read, bad));
            }
        }
        quarantined = List.copyOf(bad);
        return groups;
    }

    List<Quarantined> quarantined() {
        return quarantined;
    }

    private Path kept(Path file) {
        String name = file.toAbsolutePath().normalize().toString();
        return folder.resolve(
                UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)) + ".yml");
    }

    private void keep(FileRead read) {
        Path to = kept(read.file());
        try {
            if (Files.exists(to) && Files.readString(to).equals(read.text())) {
                return;
            }
            Files.createDirectories(folder);
            Path draft = to.resolveSibling(to.getFileName() + ".draft");
            Files.writeString(draft, read.text());
            Files.move(draft, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            LOG.atWarn()
                    .addKeyValue("file", read.file())
                    .addKeyValue("err", e)
                    .log("A good rule file could not be kept for the case that it turns bad");
        }
    }

    private List<RuleGroupSpec> lastGood(FileRead read, List<Quarantined> into) {
        String name = read.file().toString();
        String reason =
                read.problems().stream().map(Problem::toString).collect(Collectors.joining("\n"));
        List<RuleGroupSpec> groups = List.of();
        boolean found = false;
        Path good = kept(read.file());
        try {
            if (Files.exists(good)) {
                var problems = new Problems();
                groups = RuleFile.read(name, Files.readString(good), syntax, problems);
                found = problems.isEmpty();
            }
        } catch (IOException e) {
            LOG.atError()
                    .addKeyValue("file", name)
                    .addKeyValue("err", e)
                    .log("The last good version of a rule file cannot be read");
        }
        Instant at = since.computeIfAbsent(name, _ -> clock.instant());
        into.add(new Quarantined(name, at, found, reason));
        LOG.atError()
                .addKeyValue("file", name)
                .addKeyValue("lastGoodVersionRuns", found)
                .addKeyValue("err", reason)
                .log("A rule file has errors and is quarantined");
        return found ? groups : List.of();
    }
}
