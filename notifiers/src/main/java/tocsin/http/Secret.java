package tocsin.http;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/// A secret, given in the configuration or kept in a file that is read anew for every use, so that
/// it can be changed without a reload. Never shown.
public final class Secret {
    private static final int MAX_BYTES = 64 * 1024;

    private final String text;
    private final @Nullable Path file;

    private Secret(String text, @Nullable Path file) {
        this.text = text;
        this.file = file;
    }

    /// A secret that stands in the configuration.
    public static Secret of(String text) {
        return new Secret(text, null);
    }

    /// A secret in a file, without the white space around it.
    public static Secret in(Path file) {
        return new Secret("", file);
    }

    /// The secret.
    ///
    /// @throws SayableException when its file cannot be read
    public String reveal() throws IOException {
        if (file == null) {
            return text;
        }
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new IOException("it has more than " + MAX_BYTES + " bytes");
            }
            return Files.readString(file, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new SayableException("cannot read the secret file " + file + ": " + e, e);
        }
    }

    /// The file that it is kept in, if it is.
    public Optional<Path> file() {
        return Optional.ofNullable(file);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Secret secret
                && text.equals(secret.text)
                && Objects.equals(file, secret.file);
    }

    @Override
    public int hashCode() {
        return Objects.hash(text, file);
    }

    @Override
    public String toString() {
        return "<secret>";
    }
}
