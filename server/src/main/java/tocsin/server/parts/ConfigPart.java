package tocsin.server.parts;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.alertmanagers.AlertmanagerSet;
import tocsin.alertmanagers.Alertmanagers;
import tocsin.config.AlertmanagerFile;
import tocsin.config.RuleFiles;
import tocsin.config.TocsinFile;
import tocsin.http.Network;
import tocsin.labels.MatcherParser;
import tocsin.notify.Receiver;
import tocsin.promql.parse.Parser;
import tocsin.promql.parse.ParserOptions;
import tocsin.rules.Restoration;
import tocsin.rules.RuleGroupSpec;
import tocsin.server.StartException;
import tocsin.server.cli.Options;
import tocsin.server.metrics.ProcessMetrics;
import tocsin.server.rules.RuleStand;
import tocsin.yaml.Problems;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/// All configuration files: read together at the start and at each reload, every problem of all of
/// them in one report.
public final class ConfigPart {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigPart.class);

    private final Path file;
    private final Optional<Path> own;
    private final List<String> ruleGlobs;
    private final Options.Alerting alerting;
    private final ParserOptions syntax;
    private final AtomicReference<String> ruleEngineYaml = new AtomicReference<>("");
    private final AlertmanagerFile reader;
    private final ProcessMetrics metrics;
    private final Network network;
    private final Quarantine ruleFiles;
    private volatile Optional<Loaded> current = Optional.empty();

    /// What all files say.
    public record Loaded(
            AlertmanagerFile.Read routing, TocsinFile.Read own, List<RuleGroupSpec> rules) {
        /// Copies the groups.
        public Loaded {
            rules = List.copyOf(rules);
        }
    }

    /// A part that reads the files of the flags.
    ///
    /// @param network what integrations send by
    public ConfigPart(
            Options options, String externalUrl, Network network, ProcessMetrics metrics) {
        this.file = options.configFile();
        this.own = options.tocsinConfig();
        this.ruleGlobs = options.rules();
        this.alerting = options.alerting();
        this.syntax = QueryPart.syntax(options.query());
        this.metrics = metrics;
        this.network = network;
        this.ruleFiles =
                new Quarantine(
                        options.storage().path().resolve("rule-files"),
                        RuleTemplates.checking(this::check),
                        InstantSource.system());
        this.reader =
                new AlertmanagerFile(
                        new MatcherParser(options.matchers(), "config"), externalUrl, network);
    }

    void check(String expression) {
        Parser.parse(expression, syntax);
    }

    /// Reads all files.
    ///
    /// @throws StartException with every problem, a line each
    public Loaded read() throws StartException {
        LOG.atInfo().addKeyValue("file", file).log("Loading configuration file");
        var problems = new Problems();
        String text = text(file);
        TocsinFile.Read tocsin =
                own.isPresent()
                        ? TocsinFile.read(own.get(), text(own.get()), problems).with(this::flagged)
                        : TocsinFile.Read.DEFAULTS.with(this::flagged);
        checkAlertmanagers(tocsin, problems);
        Optional<AlertmanagerFile.Read> routing =
                reader.read(file, text, tocsin.outgoing().mustache(), problems)
                        .map(read -> read.with(tocsin.outgoing().terms()));
        routing.ifPresent(read -> tocsin.outgoing().names().accept(names(read)));
        var globs = new ArrayList<>(ruleGlobs);
        globs.addAll(tocsin.ruleFiles());
        List<RuleGroupSpec> rules =
                tocsin.evaluation().quarantine()
                        ? ruleFiles.read(globs, problems)
                        : RuleFiles.read(globs, RuleTemplates.checking(this::check), problems);
        if (routing.isEmpty() || !problems.isEmpty()) {
            metrics.refused();
            throw new StartException(problems.report().strip());
        }
        routing.get()
                .warnings()
                .forEach(warning -> LOG.atWarn().addKeyValue("file", file).log(warning));
        ruleEngineYaml.set(RuleEngineYaml.print(tocsin, globs));
        metrics.loaded(Instant.now(), hash(text));
        metrics.quarantined(ruleFiles.quarantined().size());
        LOG.atInfo()
                .addKeyValue("file", file)
                .addKeyValue("rule_groups", rules.size())
                .log("Completed loading of configuration file");
        network.use(tocsin.outgoing().destinations());
        var loaded = new Loaded(routing.get(), tocsin, rules);
        current = Optional.of(loaded);
        return loaded;
    }

    private TocsinFile.Evaluation flagged(TocsinFile.Evaluation written) {
        Restoration restoration = written.operation().restoration();
        return new TocsinFile.Evaluation(
                written.interval(),
                written.queryOffset(),
                alerting.resendDelay().orElse(written.resendDelay()),
                written.operation()
                        .with(
                                new Restoration(
                                        alerting.outageTolerance()
                                                .orElse(restoration.outageTolerance()),
                                        alerting.gracePeriod().orElse(restoration.gracePeriod()))),
                written.quarantine());
    }

    /// What only the files named there can tell: whether TLS can be spoken.
    private void checkAlertmanagers(TocsinFile.Read tocsin, Problems problems) {
        for (AlertmanagerSet set : tocsin.outgoing().alerting().alertmanagers()) {
            try {
                Alertmanagers.Ready.over(network, set);
            } catch (IllegalArgumentException e) {
                String words = String.valueOf(e.getMessage());
                problems.add(
                        new Problems.Problem(
                                String.valueOf(own.orElse(file)), 0, "alerting", words));
            }
        }
    }

    /// What was loaded last.
    public Optional<Loaded> current() {
        return current;
    }

    /// What the text of a routing configuration says; nothing is changed by it.
    ///
    /// @throws IllegalArgumentException with every problem, a line each
    public AlertmanagerFile.Read routing(String text) {
        var problems = new Problems();
        return reader.read(file, text, problems)
                .orElseThrow(() -> new IllegalArgumentException(problems.report().strip()));
    }

    /// Rule files that are not used as they are.
    public List<RuleStand.Quarantined> quarantined() {
        return ruleFiles.quarantined();
    }

    private static Set<String> names(AlertmanagerFile.Read read) {
        return read.pipeline().receivers().stream().map(Receiver::name).collect(Collectors.toSet());
    }

    /// The configuration of the rule engine as it was last loaded.
    public String ruleEngineYaml() {
        return ruleEngineYaml.get();
    }

    private String text(Path path) throws StartException {
        try {
            return Files.readString(path);
        } catch (NoSuchFileException e) {
            metrics.refused();
            throw new StartException("cannot read the configuration " + path + ": no such file", e);
        } catch (AccessDeniedException e) {
            metrics.refused();
            throw new StartException(
                    "cannot read the configuration " + path + ": permission denied", e);
        } catch (IOException e) {
            metrics.refused();
            throw new StartException(
                    "cannot read the configuration " + path + ": " + e.getMessage(), e);
        }
    }

    /// 48 bits of the text's digest, as upstream has them in a gauge.
    private static long hash(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong() >>> Short.SIZE;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
