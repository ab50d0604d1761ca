package tocsin.server.verbs;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tocsin.rules.RuleFile;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;

/// `check rules`: whether rule files can be used, and whether a rule stands in one twice.
@Command(name = "rules", description = "Check rule files.")
final class CheckRules implements Callable<Integer> {
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

    @Override
    public Integer call() {
        Verbs.requireFiles(files);
        Set<Lint> lints = Lint.of(lint, Lint.FOR_RULES, globals.streams().out());
        var check =
                new RuleCheck(
                        globals.streams(),
                        globals.features,
                        ignoreUnknown ? RuleFile.Unknown.IGNORED : RuleFile.Unknown.REFUSED,
                        lints.contains(Lint.DUPLICATE_RULES));
        if (files.isEmpty()) {
            globals.streams().out().print("Checking standard input\n");
            String text = Verbs.text(globals.streams().in());
            return check.text("standard input", text).exitStatus(lintFatal);
        }
        return check.all(files).exitStatus(lintFatal);
    }
}
