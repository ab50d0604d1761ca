package tocsin.yaml;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// Guesses what a mistyped key was meant to be.
final class Spelling {
    private static final int LONGEST = 64;

    private Spelling() {}

    /// The known word nearest to the one written: at most one edit in three letters away, two at
    /// the most (insertions, deletions, substitutions: Levenshtein 1966); empty when none is near.
    static Optional<String> nearest(String written, Collection<String> known) {
        if (written.length() > LONGEST) {
            return Optional.empty();
        }
        int most = Math.min(2, written.length() / 3);
        return known.stream()
                .filter(word -> distance(written, word) <= most)
                .min(
                        Comparator.<String>comparingInt(word -> distance(written, word))
                                .thenComparing(Comparator.naturalOrder()));
    }

    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
