package tocsin.server.verbs;

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

/// Checks rule files one by one, and tells of each as promtool does.
///
/// @param features the value of `--enable-feature`
/// @param duplicates whether a rule that stands in a file twice is told
record RuleCheck(
        Verbs.Streams streams, String features, RuleFile.Unknown unknown, boolean duplicates) {
    private static final int LINT_FAILED = 3;

    /// What became of files.
    enum Verdict {
        GOOD,
        LINT,
        BAD;

        Verdict and(Verdict other) {
            return compareTo(other) > 0 ? this : other;
        }

        int exitStatus(boolean lintIsFatal) {
            return switch (this) {
                case GOOD -> 0;
                case LINT -> lintIsFatal ? LINT_FAILED : 0;
                case BAD -> 1;
            };
        }
    }

    Verdict all(List<Path> files) {
        Verdict verdict = Verdict.GOOD;
        for (Path file : files) {
            streams.out().print("Checking " + file + "\n");
            try {
                verdict = verdict.and(text(file.toString(), ConfigFiles.text(file)));
            } catch (VerbException e) {
                failed(List.of(String.valueOf(e.getMessage())));
                verdict = Verdict.BAD;
            }
        }
        return verdict;
    }

    Verdict text(String name, String text) {
        var problems = new Problems();
        var syntax = RuleTemplates.checking(RuleSyntax.of(Features.parser(features)));
        List<RuleGroupSpec> groups = RuleFile.read(name, text, syntax, unknown, problems);
        if (!problems.isEmpty()) {
            failed(problems.all().stream().map(Problems.Problem::toString).toList());
            return Verdict.BAD;
        }
        PrintStream out = streams.out();
        List<RuleSpec> rules = groups.stream().flatMap(group -> group.rules().stream()).toList();
        List<RuleSpec> twice = duplicates ? twiceIn(rules) : List.of();
        if (!twice.isEmpty()) {
            failed(List.of(told(twice)));
            out.print("\n");
            return Verdict.LINT;
        }
        out.print("  SUCCESS: " + rules.size() + " rules found\n\n");
        return Verdict.GOOD;
    }

    private void failed(List<String> reasons) {
        PrintStream err = streams.err();
        err.print("  FAILED:\n");
        reasons.forEach(reason -> err.print(reason + "\n"));
    }

    private static List<RuleSpec> twiceIn(List<RuleSpec> rules) {
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
        var text = new StringBuilder();
        text.append(twice.size()).append(" duplicate rule(s) found.\n");
        for (RuleSpec rule : twice) {
            text.append("Metric: ").append(rule.name()).append("\nLabel(s):\n");
            SequencedMap<String, String> labels = new TreeMap<>(rule.labels());
            labels.forEach((name, value) ->
                    text.append('\t').append(name).append(": ").append(value).append('\n'));
        }
        return "lint error " + text + "Might cause inconsistency while recording expressions";
    }
}
