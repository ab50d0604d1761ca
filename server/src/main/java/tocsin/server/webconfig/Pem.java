package tocsin.server.webconfig;

import tocsin.yaml.Fields;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A PEM that is written in a configuration file, or stands in a file of its own, or is absent. A
/// file is read anew at each use, so that it can be replaced.
public record Pem(Optional<String> text, Optional<Path> file) {
    private static final int MAX_BYTES = 4 * 1024 * 1024;

    /// The PEM of a key, or of the same key with `_file` behind it.
    ///
    /// @param base the file that the path of another is relative to
    public static Pem of(Fields fields, String key, Path base) {
        Optional<String> text = fields.text(key).filter(value -> !value.isEmpty());
        Optional<Path> file =
                fields.text(key + "_file")
                        .filter(value -> !value.isEmpty())
                        .map(base::resolveSibling);
        if (text.isPresent() && file.isPresent()) {
            fields.problem(key, "at most one of " + key + " and " + key + "_file may be set");
        }
        return new Pem(text, file);
    }

    /// Whether there is one.
    public boolean isPresent() {
        return text.isPresent() || file.isPresent();
    }

    /// The PEM; empty when absent.
    ///
    /// @throws GeneralSecurityException when its file cannot be read
    public String read() throws GeneralSecurityException {
        if (file.isEmpty()) {
            return text.orElse("");
        }
        try {
            if (Files.size(file.get()) > MAX_BYTES) {
                throw new GeneralSecurityException(
                        file.get() + " has more than " + MAX_BYTES + " bytes");
            }
            return Files.readString(file.get());
        } catch (IOException e) {
            throw new GeneralSecurityException("cannot read " + e.getMessage(), e);
        }
    }

    /// What shows that the file was replaced.
    public String look() {
        return file.map(FileLook::of).orElse("");
    }

    /// The certificates in it.
    ///
    /// @throws GeneralSecurityException when there is a PEM and no certificate in it
    public List<X509Certificate> certificates() throws GeneralSecurityException {
        var certificates = new ArrayList<X509Certificate>();
        byte[] bytes = read().getBytes(StandardCharsets.UTF_8);
        for (Certificate each :
                CertificateFactory.getInstance("X.509")
                        .generateCertificates(new ByteArrayInputStream(bytes))) {
            certificates.add((X509Certificate) each);
        }
        if (isPresent() && certificates.isEmpty()) {
            throw new GeneralSecurityException("no certificate in PEM");
        }
        return List.copyOf(certificates);
    }
}
