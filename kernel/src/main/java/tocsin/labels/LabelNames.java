package tocsin.labels;

/// What may stand as a label's or a metric's name.
///
/// Since Prometheus 3 any non-empty UTF-8 string may; the legacy form is what may be written
/// without quotes.
public final class LabelNames {
    private LabelNames() {}

    /// Whether a name is `[a-zA-Z_][a-zA-Z0-9_]*`.
    public static boolean isLegacy(String name) {
        return matches(name, false);
    }

    /// Whether a metric's name is `[a-zA-Z_:][a-zA-Z0-9_:]*`.
    public static boolean isLegacyMetric(String name) {
        return matches(name, true);
    }

    /// Whether a name is acceptable under UTF-8 naming: not empty, and no lone surrogate.
    public static boolean isUtf8(String name) {
        if (name.isEmpty()) {
            return false;
        }
        return name.codePoints()
                .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    private static boolean matches(String name, boolean colons) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter =
                    (c >= 'a' && c <= 'z')
                            || (c >= 'A' && c <= 'Z')
                            || c == '_'
                            || (colons && c == ':');
            boolean digit = c >= '0' && c <= '9';
            if (!letter && !(digit && i > 0)) {
                return false;
            }
        }
        return !name.isEmpty();
    }
}
