package tocsin.server.verbs;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tocsin.pipeline.PipelineConfig;
import tocsin.promql.eval.EngineOptions;
import tocsin.rules.RuleFile;
import tocsin.rules.RuleGroupSpec;
import tocsin.rules.unittest.Failure;
import tocsin.rules.unittest.RuleTestFile;
import tocsin.rules.unittest.RuleTestFile.Test;
import tocsin.rules.unittest.RuleTestRun;
import tocsin.rules.unittest.TestFileReader;
import tocsin.server.parts.RuleTemplates;
import tocsin.server.replay.RoutingTest;
import tocsin.yaml.Problems;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// `test rules`: runs unit tests of rules, and of the way of their alerts to receivers.
@Command(name = "rules", description = "Unit tests for rules and routing.")
final class TestRules implements Callable<Integer> {
    private final Globals globals;

    @Option(names = "--run", description = "Run only tests whose name matches; repeatable.")
    List<String> run = List.of();

    @Option(names = "--diff", description = "Tell only what differs.")
    boolean diff;

    @Option(names = "--debug", description = "Accepted for compatibility.", hidden = true)
    boolean debug;

    @Option(
            names = "--ignore-unknown-fields",
            description = "Pass over fields of rule files that are not known.")
    boolean ignoreUnknown;

    @Option(names = "--junit", description = "Write the results to this file as JUnit XML.")
    Optional<Path> junit = Optional.empty();

    @Parameters(arity = "1..*", description = "Files of tests.")
    List<Path> files = List.of();

    TestRules(Globals globals) {
        this.globals = globals;
    }

    @Override
    public Integer call() {
        Optional<Pattern> wanted = wanted();
        var report = new JunitReport();
        boolean good = true;
        for (Path file : files) {
            globals.streams().out().print("Unit Testing:  " + file + "\n");
            good &= tell(run(file, wanted, report));
        }
        junit.ifPresent(report::write);
        return good ? 0 : 1;
    }

    private Optional<Pattern> wanted() {
        try {
            return run.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Pattern.compile(String.join("|", run)));
        } catch (PatternSyntaxException e) {
            throw new VerbException("--run: " + e.getMessage());
        }
    }

    private List<Failure> run(Path file, Optional<Pattern> wanted, JunitReport report) {
        var problems = new Problems();
        RuleTestFile tests;
        List<RuleGroupSpec> groups;
        RuleTestRun.Surroundings surroundings;
        try {
            tests = TestFileReader.read(file, ConfigFiles.text(file), problems);
            groups = groups(tests, problems);
            surroundings = surroundings(routing(tests));
        } catch (VerbException e) {
            return whole(file, List.of(String.valueOf(e.getMessage())), report);
        }
        if (!problems.isEmpty()) {
            List<String> told = problems.all().stream().map(Object::toString).toList();
            return whole(file, told, report);
        }
        var failures = new ArrayList<Failure>();
        for (Test test : tests.tests()) {
            if (wanted.filter(pattern -> !pattern.matcher(test.name()).find()).isPresent()) {
                continue;
            }
            List<Failure> found = RuleTestRun.run(tests, test, groups, surroundings);
            report.add(file, test.name(), found);
            failures.addAll(found);
        }
        return failures;
    }

    private static List<Failure> whole(Path file, List<String> reasons, JunitReport report) {
        List<Failure> failures =
                reasons.stream().map(text -> new Failure("", "    " + text, List.of())).toList();
        report.add(file, "", failures);
        return failures;
    }

    /// The configuration that alerts are routed by, when the file names one.
    private static Optional<PipelineConfig> routing(RuleTestFile tests) {
        Path folder = folder(tests);
        boolean wanted = tests.tests().stream().anyMatch(test -> !test.routing().isEmpty());
        if (wanted && tests.alertmanagerConfig().isEmpty()) {
            throw new VerbException(
                    tests.file() + ": routing is asserted, and alertmanager_config is missing");
        }
        return tests.alertmanagerConfig()
                .map(folder::resolve)
                .map(path -> ConfigFiles.read(path, ConfigFiles.text(path)).pipeline());
    }

    private static Path folder(RuleTestFile tests) {
        return Optional.ofNullable(tests.file().getParent()).orElse(Path.of(""));
    }

    private RuleTestRun.Surroundings surroundings(Optional<PipelineConfig> routing) {
        var options =
                new EngineOptions(
                        Features.parser(globals.features),
                        EngineOptions.SERVER.lookback(),
                        EngineOptions.SERVER.subqueryStep(),
                        Features.delayedNameRemoval(globals.features),
                        false,
                        false);
        return new RuleTestRun.Surroundings(
                options,
                RuleTemplates::new,
                (test, loop) ->
                        routing.filter(_ -> !test.routing().isEmpty())
                                .<RuleTestRun.Onward>map(
                                        config -> new RoutingTest(test, loop, config))
                                .orElse(RuleTestRun.Onward.NOWHERE));
    }

    private List<RuleGroupSpec> groups(RuleTestFile tests, Problems problems) {
        Path folder = folder(tests);
        var groups = new ArrayList<RuleGroupSpec>();
        for (String glob : tests.ruleFiles()) {
            var found =
                    tocsin.config.RuleFiles.find(
                            List.of(folder.resolve(glob).normalize().toString()), problems);
            if (found.isEmpty()) {
                globals.streams()
                        .err()
                        .print("  WARNING: no file match pattern " + folder.resolve(glob) + "\n");
            }
            for (Path file : found) {
                groups.addAll(
                        RuleFile.read(
                                file.toString(),
                                ConfigFiles.text(file),
                                RuleSyntax.of(Features.parser(globals.features)),
                                ignoreUnknown ? RuleFile.Unknown.IGNORED : RuleFile.Unknown.REFUSED,
                                problems));
            }
        }
        return groups;
    }

    private boolean tell(List<Failure> failures) {
        if (failures.isEmpty()) {
            globals.streams().out().print("  SUCCESS\n\n");
            return true;
        }
        globals.streams().out().flush();
        PrintStream err = globals.streams().err();
        err.print("  FAILED:\n");
        for (Failure failure : failures) {
            boolean briefly = diff && !failure.difference().isEmpty();
            String text = failure.text();
            err.print((briefly ? text.substring(0, firstLine(text)) : text) + "\n");
            failure.difference().forEach(line -> err.print("        " + line + "\n"));
            err.print("\n");
        }
        return false;
    }

    /// The end of the line that names what failed.
    private static int firstLine(String text) {
        int name = text.startsWith("    name: ") ? text.indexOf('\n') + 1 : 0;
        int end = text.indexOf('\n', name);
        return end < 0 ? text.length() : end;
    }

    static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new VerbException("cannot write " + file + ": " + e.getMessage());
        }
    }
}
