package tocsin.relabel;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

import org.jspecify.annotations.Nullable;

import tocsin.labels.GroupTemplate;
import tocsin.labels.LabelNames;
import tocsin.labels.Labels;
import tocsin.labels.LabelsBuilder;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;

/// One step of relabelling: an item of `relabel_configs`. Expressions are RE2, match whole texts,
/// and their `.` matches a line break.
public final class RelabelRule {
    private final Terms terms;
    private final Pattern pattern;

    /// What a step does.
    public enum Action {
        /// Sets the target to the replacement, when the expression matches the sources.
        REPLACE,
        /// Drops the set unless the expression matches the sources.
        KEEP,
        /// Drops the set when the expression matches the sources.
        DROP,
        /// Drops the set unless the target equals the sources.
        KEEPEQUAL,
        /// Drops the set when the target equals the sources.
        DROPEQUAL,
        /// Sets the target to the hash of the sources, modulo the modulus.
        HASHMOD,
        /// Copies labels whose name matches to the name that the replacement gives.
        LABELMAP,
        /// Removes labels whose name matches.
        LABELDROP,
        /// Removes labels whose name does not match.
        LABELKEEP,
        /// Sets the target to the sources in lower case.
        LOWERCASE,
        /// Sets the target to the sources in upper case.
        UPPERCASE;

        /// As configuration has it.
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// What a step is made of.
    ///
    /// @param sources labels whose values are joined by the separator
    /// @param regex not yet anchored
    /// @param modulus an unsigned number
    public record Terms(
            List<String> sources,
            String separator,
            String regex,
            long modulus,
            Result result,
            Action action) {
        /// What holds for what is not said.
        public static final Terms DEFAULT =
                new Terms(List.of(), ";", "(.*)", 0, Result.DEFAULT, Action.REPLACE);

        /// Copies the names.
        public Terms {
            sources = List.copyOf(sources);
        }
    }

    /// What is set.
    public record Result(String target, String replacement) {
        static final Result DEFAULT = new Result("", "$1");
    }

    /// A step.
    ///
    /// @throws IllegalArgumentException when the expression is not RE2; the message says where
    public RelabelRule(Terms terms) {
        this.terms = terms;
        try {
            this.pattern = Pattern.compile("^(?s:" + terms.regex() + ")$");
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "error parsing regexp: " + e.getDescription() + ": `" + e.getPattern() + "`",
                    e);
        }
    }

    /// What it is made of.
    public Terms terms() {
        return terms;
    }

    /// What the steps make of a label set, one after the other; empty when one drops it.
    public static Optional<Labels> apply(List<RelabelRule> rules, Labels labels) {
        Optional<Labels> kept = Optional.of(labels);
        for (RelabelRule rule : rules) {
            kept = kept.flatMap(rule::apply);
        }
        return kept;
    }

    /// What this step makes of a label set; empty when it drops it.
    public Optional<Labels> apply(Labels labels) {
        String value =
                terms.sources().stream()
                        .map(labels::get)
                        .collect(Collectors.joining(terms.separator()));
        String target = terms.result().target();
        return switch (terms.action()) {
            case REPLACE -> Optional.of(replaced(labels, value));
            case KEEP -> Optional.of(labels).filter(_ -> pattern.matches(value));
            case DROP -> Optional.of(labels).filter(_ -> !pattern.matches(value));
            case KEEPEQUAL -> Optional.of(labels).filter(_ -> labels.get(target).equals(value));
            case DROPEQUAL -> Optional.of(labels).filter(_ -> !labels.get(target).equals(value));
            case HASHMOD -> Optional.of(labels.with(target, hash(value)));
            case LABELMAP -> Optional.of(mapped(labels));
            case LABELDROP -> Optional.of(labels.filter(name -> !pattern.matches(name)));
            case LABELKEEP -> Optional.of(labels.filter(pattern::matches));
            case LOWERCASE -> Optional.of(labels.with(target, each(value, Character::toLowerCase)));
            case UPPERCASE -> Optional.of(labels.with(target, each(value, Character::toUpperCase)));
        };
    }

    private Labels replaced(Labels labels, String value) {
        Matcher match = pattern.matcher(value);
        if (!match.matches()) {
            return labels;
        }
        String target = GroupTemplate.expand(terms.result().target(), match, pattern);
        return LabelNames.isUtf8(target)
                ? labels.with(
                        target, GroupTemplate.expand(terms.result().replacement(), match, pattern))
                : labels;
    }

    private Labels mapped(Labels labels) {
        LabelsBuilder copies = labels.toBuilder();
        labels.forEachLabel((name, value) -> {
            Matcher match = pattern.matcher(name);
            if (match.matches()) {
                copies.set(
                        GroupTemplate.expand(terms.result().replacement(), match, pattern), value);
            }
        });
        return copies.build();
    }

    /// The last eight bytes of the MD5, as upstream has it: what was sharded so stays where it is.
    private String hash(String value) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("MD5").digest(value.getBytes(StandardCharsets.UTF_8));
            long bits = ByteBuffer.wrap(digest).getLong(Long.BYTES);
            return Long.toUnsignedString(Long.remainderUnsigned(bits, terms.modulus()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }

    /// A character at a time, as Go has it: none becomes two.
    private static String each(String text, IntUnaryOperator change) {
        return text.codePoints()
                .map(change)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RelabelRule rule && terms.equals(rule.terms);
    }

    @Override
    public int hashCode() {
        return terms.hashCode();
    }
}
