package tocsin.server.parts;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.mesh.wire.SharedSecret;
import tocsin.mesh.wire.Trust;
import tocsin.server.StartException;
import tocsin.server.cli.Options;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;

/// How members know each other: by certificates, by a secret that they share, or not at all.
final class MeshTrust {
    private static final Logger LOG = LoggerFactory.getLogger(MeshTrust.class);

    private MeshTrust() {}

    static Trust of(Options.MeshSecurity security, InetAddress listen) throws StartException {
        if (security.tlsConfig().isPresent()) {
            return MeshTls.read(security.tlsConfig().get());
        }
        if (security.secretFile().isPresent()) {
            return secret(security.secretFile().get());
        }
        if (!listen.isLoopbackAddress() && !security.clearText()) {
            LOG.warn(
                    "Members talk in clear text and take anyone's word: name certificates with"
                            + " --cluster.tls-config or a secret with --cluster.secret-file, or say"
                            + " --cluster.allow-clear-text");
        }
        return Trust.CLEAR_TEXT;
    }

    private static Trust secret(Path file) throws StartException {
        try {
            return new SharedSecret(Files.readString(file).strip());
        } catch (IOException e) {
            throw new StartException("cannot read " + file + ": " + e, e);
        } catch (GeneralSecurityException e) {
            throw new StartException(file + ": " + e.getMessage(), e);
        }
    }
}
