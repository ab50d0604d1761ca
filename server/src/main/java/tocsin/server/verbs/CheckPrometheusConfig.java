package tocsin.server.verbs;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tocsin.config.prometheus.PrometheusFile;
import tocsin.config.prometheus.PrometheusFile.Depth;
import tocsin.config.prometheus.PrometheusFile.Job;
import tocsin.config.prometheus.PrometheusFile.Mode;
import tocsin.duration.DurationText;
import tocsin.rules.RuleFile;
import tocsin.server.verbs.RuleCheck.Verdict;
import tocsin.yaml.Problems;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/// `check config`: whether a Prometheus would take a `prometheus.yml`, and the rule files it names.
@Command(name = "config", description = "Check files of the form of prometheus.yml.")
final class CheckPrometheusConfig implements Callable<Integer> {
    private final Globals globals;

    @Option(
            names = "--syntax-only",
            description = "Leave alone the files that a configuration names.")
    boolean syntaxOnly;

    @Option(names = "--agent", description = "The configuration is that of an agent.")
    boolean agent;

    @Option(
            names = "--lint",
            defaultValue = "duplicate-rules",
            description = "all, duplicate-rules, too-long-scrape-interval or none.")
    String lint = "duplicate-rules";

    @Option(names = "--lint-fatal", description = "What lint finds is an error.")
    boolean lintFatal;

    @Option(
            names = "--ignore-unknown-fields",
            description = "Pass over fields of rule files that are not known.")
    boolean ignoreUnknown;

    @Option(
            names = "--query.lookback-delta",
            defaultValue = "5m",
            description = "How far the server looks back for a sample.")
    String lookbackDelta = "5m";

    @Parameters(arity = "1..*", description = "Files.")
    List<Path> files = List.of();

    CheckPrometheusConfig(Globals globals) {
        this.globals = globals;
    }

    @Override
    public Integer call() {
        Verbs.requireFiles(files);
        Duration lookback = lookback();
        Set<Lint> lints = Lint.of(lint, Lint.FOR_CONFIG, globals.streams().out());
        var rules =
                new RuleCheck(
                        globals.streams(),
                        globals.features,
                        ignoreUnknown ? RuleFile.Unknown.IGNORED : RuleFile.Unknown.REFUSED,
                        lints.contains(Lint.DUPLICATE_RULES));
        boolean intervals = lints.contains(Lint.TOO_LONG_SCRAPE_INTERVAL) && !syntaxOnly;
        Verdict verdict = Verdict.GOOD;
        for (Path file : files) {
            Optional<PrometheusFile.Read> read = check(file);
            globals.streams().out().print("\n");
            if (read.isEmpty()) {
                verdict = Verdict.BAD;
                continue;
            }
            if (intervals) {
                verdict = verdict.and(lint(read.get().jobs(), lookback));
            }
            verdict = verdict.and(rules.all(read.get().ruleFiles()));
        }
        return verdict.exitStatus(lintFatal);
    }

    private Duration lookback() {
        try {
            return DurationText.parse(lookbackDelta);
        } catch (IllegalArgumentException e) {
            throw new VerbException("--query.lookback-delta: " + e.getMessage());
        }
    }

    private Optional<PrometheusFile.Read> check(Path file) {
        PrintStream out = globals.streams().out();
        out.print("Checking " + file + "\n");
        var problems = new Problems();
        PrometheusFile.Read read =
                PrometheusFile.read(
                        file,
                        ConfigFiles.text(file),
                        syntaxOnly ? Depth.SYNTAX : Depth.FILES,
                        agent ? Mode.AGENT : Mode.SERVER,
                        problems);
        read.warnings().forEach(warning -> out.print("  WARNING: " + warning + "\n"));
        if (!problems.isEmpty()) {
            globals.streams().err().print("  FAILED: " + problems.report());
            return Optional.empty();
        }
        if (!read.ruleFiles().isEmpty()) {
            out.print("  SUCCESS: " + read.ruleFiles().size() + " rule files found\n");
        }
        out.print(" SUCCESS: " + file + " is valid prometheus config file syntax\n");
        return Optional.of(read);
    }

    private Verdict lint(List<Job> jobs, Duration lookback) {
        for (Job job : jobs) {
            if (job.interval().compareTo(lookback) >= 0) {
                globals.streams()
                        .err()
                        .print(
                                "  FAILED: too long scrape interval found, data point will be"
                                        + " marked as stale - job: "
                                        + job.name()
                                        + ", interval: "
                                        + DurationText.format(job.interval())
                                        + "\n");
                return Verdict.LINT;
            }
        }
        return Verdict.GOOD;
    }
}
