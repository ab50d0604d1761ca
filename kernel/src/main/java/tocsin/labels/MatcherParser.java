package tocsin.labels;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;

/// Reads matchers as people write them in `alertmanager.yml`, in filters and for silences, in one
/// of upstream's three modes.
///
/// The fallback mode reads with both parsers: where only the classic one understands, or the two
/// disagree, the classic meaning holds and a warning says so.
public final class MatcherParser {
    private static final Logger LOG = LoggerFactory.getLogger(MatcherParser.class);

    private final Mode mode;
    private final String origin;

    /// Which grammar is read.
    public enum Mode {
        /// UTF-8 first, classic where that fails.
        FALLBACK,
        /// UTF-8 only.
        UTF8,
        /// Classic only.
        CLASSIC
    }

    /// A parser.
    ///
    /// @param origin where the text comes from, for warnings: `config`, `api`, `cli`
    public MatcherParser(Mode mode, String origin) {
        this.mode = mode;
        this.origin = origin;
    }

    /// Whether labels may have this name: in the classic mode as ever, else any UTF-8 text.
    public boolean accepts(String name) {
        return mode == Mode.CLASSIC ? LabelNames.isLegacy(name) : LabelNames.isUtf8(name);
    }

    private interface Grammar {
        List<Matcher> read(String text);
    }

    /// The matchers of a text such as `{a="b", c!~"d|e"}`, the braces optional.
    ///
    /// @throws IllegalArgumentException in upstream's words
    public List<Matcher> list(String text) {
        return read(text, Utf8Matchers::list, ClassicMatchers::list);
    }

    /// The one matcher of a text such as `a=~"b.*"`.
    ///
    /// @throws IllegalArgumentException in upstream's words
    public Matcher one(String text) {
        if (mode != Mode.CLASSIC && (text.startsWith("{") || text.endsWith("}"))) {
            throw new IllegalArgumentException("unexpected open or close brace: " + text);
        }
        return read(text, Utf8Matchers::one, each -> List.of(ClassicMatchers.one(each))).getFirst();
    }

    private List<Matcher> read(String text, Grammar utf8, Grammar classic) {
        return switch (mode) {
            case UTF8 -> utf8.read(text);
            case CLASSIC -> classic.read(text);
            case FALLBACK -> either(text, utf8, classic);
        };
    }

    private List<Matcher> either(String text, Grammar utf8, Grammar classic) {
        List<Matcher> modern;
        try {
            modern = utf8.read(text);
        } catch (IllegalArgumentException e) {
            List<Matcher> old = classic.read(text);
            warn(
                    "Alertmanager is moving to a new parser for labels and matchers, and this input"
                            + " is incompatible",
                    text,
                    e.getMessage(),
                    old);
            return old;
        }
        try {
            List<Matcher> old = classic.read(text);
            if (!old.equals(modern)) {
                warn("Matchers input has disagreement", text, "", old);
                return old;
            }
        } catch (IllegalArgumentException e) {
            return modern;
        }
        return modern;
    }

    private void warn(
            String message, String text, @Nullable String problem, List<Matcher> meaning) {
        LOG.atWarn()
                .addKeyValue("input", text)
                .addKeyValue("origin", origin)
                .addKeyValue("err", problem)
                .addKeyValue("suggestion", MatcherText.of(meaning))
                .log(message);
    }
}
