package tocsin.server.verbs;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import tocsin.config.RuleFiles;
import tocsin.duration.DurationText;
import tocsin.labels.Labels;
import tocsin.promql.eval.Engine;
import tocsin.promql.eval.EngineOptions;
import tocsin.promql.parse.ParserOptions;
import tocsin.rules.RuleGroupSpec;
import tocsin.rules.RuleSettings;
import tocsin.server.replay.ReplayHtml;
import tocsin.server.replay.ReplayJson;
import tocsin.server.replay.ReplayReport;
import tocsin.server.replay.ReplayReport.Run;
import tocsin.server.replay.ReplayRun;
import tocsin.server.replay.ReplayRun.Change;
import tocsin.server.replay.ReplayText;
import tocsin.storage.local.DataFolder;
import tocsin.yaml.Problems;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `replay`: rules and routing over history, in virtual time: what would have fired, and whom it
/// would have paged, before and after a change.
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = "Run rules and routing over history: what would have fired, who been paged?")
final class Replay implements Callable<Integer> {
    private final Globals globals;

    @Option(
            names = "--from",
            required = true,
            description = "RFC 3339, seconds since 1970, or so long before the end: 7d.")
    String from = "";

    @Option(names = "--to", description = "The same; now without it.")
    Optional<String> to = Optional.empty();

    @Option(
            names = "--data",
            defaultValue = "data",
            description = "The data folder of a Tocsin or of a Prometheus; it may be in use.")
    Path data = Path.of("data");

    @Option(names = "--rules", required = true, description = "Rule files, as globs; repeatable.")
    List<String> rules = List.of();

    @Option(names = "--config.file", description = "The alertmanager.yml to route by.")
    Optional<Path> config = Optional.empty();

    @Option(names = "--before.rules", description = "Rules to compare with; repeatable.")
    List<String> beforeRules = List.of();

    @Option(names = "--before.config.file", description = "Routing to compare with.")
    Optional<Path> beforeConfig = Optional.empty();

    @Option(names = "--interval", defaultValue = "1m", description = "Of groups that name none.")
    String interval = "1m";

    @Option(names = "--format", defaultValue = "text", description = "text, json or html.")
    String format = "text";

    @Option(names = "--out", description = "The file to write to; standard output without it.")
    Optional<Path> file = Optional.empty();

    Replay(Globals globals) {
        this.globals = globals;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (!List.of("text", "json", "html").contains(format)) {
            throw new VerbException("--format: expected text, json or html, got " + format);
        }
        Instant end = to.map(text -> time(text, Instant.now())).orElseGet(Instant::now);
        Instant start = time(from, end);
        if (!start.isBefore(end)) {
            throw new VerbException("start time is not before end time");
        }
        ReplayRun.Over over = over(start, end);
        boolean compares = !beforeRules.isEmpty() || beforeConfig.isPresent();
        Optional<Run> before = Optional.empty();
        if (compares) {
            List<String> old = beforeRules.isEmpty() ? rules : beforeRules;
            before = Optional.of(run(over, change(old, beforeConfig.or(() -> config)), "before"));
        }
        Run after = run(over, change(rules, config), compares ? "after" : "replay");
        write(new ReplayReport(start, end, after, before));
        return 0;
    }

    private static Instant time(String text, Instant end) {
        try {
            return text.matches("[0-9]+(\\.[0-9]+)?")
                    ? Instant.ofEpochMilli(Math.round(Double.parseDouble(text) * 1e3))
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            return before(text, end);
        }
    }

    private static Instant before(String text, Instant end) {
        try {
            return end.minus(DurationText.parse(text));
        } catch (IllegalArgumentException e) {
            throw new VerbException(
                    "not a time: \""
                            + text
                            + "\"; expected RFC 3339, seconds since 1970, or a duration");
        }
    }

    private ReplayRun.Over over(Instant start, Instant end) {
        Path samples = data.resolve("samples");
        Path folder = Files.isDirectory(samples) ? samples : data;
        var options =
                new EngineOptions(
                        ParserOptions.SERVER,
                        EngineOptions.SERVER.lookback(),
                        length(interval),
                        false,
                        false,
                        false);
        try {
            return new ReplayRun.Over(
                    DataFolder.open(folder),
                    start,
                    end,
                    options,
                    Engine.Limits.SERVER,
                    System::nanoTime);
        } catch (IOException e) {
            throw new VerbException("cannot read " + folder + ": " + e.getMessage());
        }
    }

    private static Duration length(String text) {
        try {
            return DurationText.parse(text);
        } catch (IllegalArgumentException e) {
            throw new VerbException("--interval: " + e.getMessage());
        }
    }

    private Change change(List<String> globs, Optional<Path> routing) {
        var problems = new Problems();
        List<RuleGroupSpec> groups =
                RuleFiles.read(globs, RuleSyntax.of(ParserOptions.SERVER), problems);
        if (!problems.isEmpty()) {
            throw new VerbException(problems.report().strip());
        }
        if (groups.isEmpty()) {
            throw new VerbException("no rules in " + String.join(", ", globs));
        }
        RuleSettings defaults = RuleSettings.defaults("http://localhost");
        var settings =
                new RuleSettings(
                        length(interval),
                        defaults.queryOffset(),
                        defaults.resendDelay(),
                        defaults.externalUrl(),
                        Labels.EMPTY,
                        defaults.operation());
        return new Change(
                groups,
                settings,
                routing.map(path -> ConfigFiles.read(path, ConfigFiles.text(path)).pipeline()));
    }

    private Run run(ReplayRun.Over over, Change change, String name) throws InterruptedException {
        var progress = new ProgressBar(globals.streams().err(), name);
        Run run = ReplayRun.run(over, change, progress::at);
        progress.done();
        return run;
    }

    private void write(ReplayReport report) {
        String text =
                switch (format) {
                    case "json" -> ReplayJson.of(report);
                    case "html" -> ReplayHtml.of(report);
                    default -> ReplayText.of(report);
                };
        if (file.isPresent()) {
            TestRules.write(file.get(), text);
        } else {
            PrintStream out = globals.streams().out();
            out.print(text);
        }
    }
}
