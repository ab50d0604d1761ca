package tocsin.server.verbs;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tocsin.rules.RuleFile;
import tocsin.rules.RuleGroupSpec;
import tocsin.rules.RuleSpec;
import tocsin.server.parts.RuleTemplates;
import tocsin.yaml.Problems;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/// `check rules`: whether rule files can be used, and whether a rule stands in one twice.
@Command(name = "rules", description = "Check rule files.")
final class CheckRules implements Callable<Integer> {
    private static final int LINT_FAILED = 3;
    private static final List<String> LINTS = List.of("all", "duplicate-rules", "none");

    private final Globals globals;

    @Option(
            names = "--lint",
            defaultValue = "duplicate-rules",
            description = "all, duplicate-rules or none.")
    String lint = "duplicate-rules";

    @Option(names = "--lint-fatal", description = "What lint finds is an error.")
    boolean lintFatal;

    @Option(names = "--ignore-unknown-fields", description = "Pass over fields that are not known.")
    boolean ignoreUnknown;

    @Parameters(arity = "0..*", description = "Files; standard input without one.")
    List<Path> files = List.of();

    CheckRules(Globals globals) {
        this.globals = globals;
    }

    /// What became of the files.
    private enum Verdict {
        GOOD,
        LINT,
        BAD;

        Verdict and(Verdict other) {
            return compareTo(other) > 0 ? this : other;
        }
    }

    @Override
    public Integer call() {
        for (String word : Verbs.words(lint)) {
            if (!LINTS.contains(word)) {
                throw new VerbException(
                        "--lint: expected one of " + LINTS + ", got \"" + word + "\"");
            }
        }
        Verdict verdict = Verdict.GOOD;
        if (files.isEmpty()) {
            globals.streams().out().print("Checking standard input\n");
            verdict = check("standard input", Verbs.text(globals.streams().in()));
        }
        for (Path file : files) {
            globals.streams().out().print("Checking " + file + "\n");
            try {
                verdict = verdict.and(check(file.toString(), ConfigFiles.text(file)));
            } catch (VerbException e) {
                failed(List.of(String.valueOf(e.getMessage())));
                verdict = Verdict.BAD;
            }
        }
        return switch (verdict) {
            case GOOD -> 0;
            case LINT -> lintFatal ? LINT_FAILED : 0;
            case BAD -> 1;
        };
    }

    private Verdict check(String name, String text) {
        var problems = new Problems();
        List<RuleGroupSpec> groups =
                RuleFile.read(
                        name,
                        text,
                        RuleTemplates.checking(RuleSyntax.of(Features.parser(globals.features))),
                        ignoreUnknown ? RuleFile.Unknown.IGNORED : RuleFile.Unknown.REFUSED,
                        problems);
        if (!problems.isEmpty()) {
            failed(problems.all().stream().map(Problems.Problem::toString).toList());
            return Verdict.BAD;
        }
        PrintStream out = globals.streams().out();
        List<RuleSpec> rules = groups.stream().flatMap(group -> group.rules().stream()).toList();
        List<RuleSpec> twice = Verbs.words(lint).contains("none") ? List.of() : duplicates(rules);
        if (!twice.isEmpty()) {
            failed(List.of(told(twice)));
            out.print("\n");
            return Verdict.LINT;
        }
        out.print("  SUCCESS: " + rules.size() + " rules found\n\n");
        return Verdict.GOOD;
    }

    private void failed(List<String> reasons) {
        PrintStream err = globals.streams().err();
        err.print("  FAILED:\n");
        reasons.forEach(reason -> err.print(reason + "\n"));
    }

    private static List<RuleSpec> duplicates(List<RuleSpec> rules) {
        var seen = new TreeMap<String, RuleSpec>();
        var twice = new ArrayList<RuleSpec>();
        for (RuleSpec rule : rules) {
            if (seen.putIfAbsent(rule.name() + "\n" + new TreeMap<>(rule.labels()), rule) != null) {
                twice.add(rule);
            }
        }
        return twice;
    }

    private static String told(List<RuleSpec> twice) {
        var text = new StringBuilder("lint error ");
        text.append(twice.size()).append(" duplicate rule(s) found.\n");
        for (RuleSpec rule : twice) {
            text.append("Metric: ").append(rule.name()).append("\nLabel(s):\n");
            SequencedMap<String, String> labels = new TreeMap<>(rule.labels());
            labels.forEach((name, value) ->
                    text.append('\t').append(name).append(": ").append(value).append('\n'));
        }
        return text.append("Might cause inconsistency while recording expressions").toString();
    }
}
