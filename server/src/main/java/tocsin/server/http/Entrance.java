package tocsin.server.http;

import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.util.ssl.SslContextFactory;

import java.util.Optional;

/// What stands before everything that the server answers: encryption, and who may come in.
public interface Entrance {
    /// No encryption, and everybody may come in.
    Entrance OPEN =
            new Entrance() {
                @Override
                public Optional<SslContextFactory.Server> tls() {
                    return Optional.empty();
                }

                @Override
                public boolean http2() {
                    return false;
                }

                @Override
                public Handler guard(Handler inner) {
                    return inner;
                }
            };

    /// What connections are encrypted with, if they are.
    Optional<SslContextFactory.Server> tls();

    /// Whether clients that can may talk HTTP/2; over encrypted connections only.
    boolean http2();

    /// Puts a guard before the handler of every request.
    Handler guard(Handler inner);
}
