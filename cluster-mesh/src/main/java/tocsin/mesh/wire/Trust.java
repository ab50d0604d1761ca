package tocsin.mesh.wire;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;

import java.security.GeneralSecurityException;
import java.util.Optional;

import javax.net.ssl.SSLSession;

/// How members know each other. Asked anew for each connection, so that certificates that were
/// replaced on disk are used without a restart.
public interface Trust {
    /// Members take anyone's word, in clear text.
    Trust CLEAR_TEXT =
            new Trust() {
                @Override
                public Optional<SslHandler> client(Channel channel, String host, int port) {
                    return Optional.empty();
                }

                @Override
                public Optional<SslHandler> server(Channel channel) {
                    return Optional.empty();
                }
            };

    /// The handler that protects a connection that this member dials; none for clear text.
    ///
    /// @throws GeneralSecurityException when the material cannot be used
    Optional<SslHandler> client(Channel channel, String host, int port)
            throws GeneralSecurityException;

    /// The handler that protects a connection from another member; none for clear text.
    ///
    /// @throws GeneralSecurityException when the material cannot be used
    Optional<SslHandler> server(Channel channel) throws GeneralSecurityException;

    /// Whether who is at the other end of a protected connection may go by a name.
    default boolean mayGoBy(String name, SSLSession session) {
        return true;
    }
}
