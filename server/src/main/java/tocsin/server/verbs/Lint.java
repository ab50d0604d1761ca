package tocsin.server.verbs;

import java.io.PrintStream;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/// What is looked for in good files that may still not be what was meant.
enum Lint {
    /// The same rule twice in a file.
    DUPLICATE_RULES("duplicate-rules"),
    /// A job whose samples are stale before the next ones come.
    TOO_LONG_SCRAPE_INTERVAL("too-long-scrape-interval");

    /// What `all` means for rule files.
    static final Set<Lint> FOR_RULES = Set.of(DUPLICATE_RULES);

    /// What `all` means for a `prometheus.yml`.
    static final Set<Lint> FOR_CONFIG = Set.of(DUPLICATE_RULES, TOO_LONG_SCRAPE_INTERVAL);

    private final String option;

    Lint(String option) {
        this.option = option;
    }

    /// The lints that the value of `--lint` names. A word that means nothing is warned of, and
    /// passed over, as promtool does.
    static Set<Lint> of(String words, Set<Lint> all, PrintStream warnings) {
        var found = EnumSet.noneOf(Lint.class);
        for (String word : Verbs.words(words)) {
            Set<Lint> named =
                    word.equals("all")
                            ? all
                            : all.stream()
                                    .filter(lint -> lint.option.equals(word))
                                    .collect(Collectors.toSet());
            found.addAll(named);
            if (named.isEmpty() && !word.equals("none")) {
                warnings.print("WARNING: unknown lint option " + word + "\n");
            }
        }
        return found;
    }
}
