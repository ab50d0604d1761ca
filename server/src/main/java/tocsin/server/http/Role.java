package tocsin.server.http;

import java.util.Arrays;
import java.util.Locale;

/// What somebody may do. Each role may do what those before it may.
public enum Role {
    /// Sees everything.
    VIEWER,
    /// Sends alerts and samples, silences, tests receivers, decides about what is not told yet.
    EDITOR,
    /// Loads configurations anew and deletes samples.
    ADMIN;

    /// By the word in the file.
    ///
    /// @throws IllegalArgumentException when there is no such word
    public static Role of(String word) {
        return Arrays.stream(values())
                .filter(role -> role.word().equals(word))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "expected viewer, editor or admin, found \"" + word + "\""));
    }

    /// The word of files, pages and messages.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Whether it may do what another may.
    public boolean includes(Role other) {
        return compareTo(other) >= 0;
    }
}
