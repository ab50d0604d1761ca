package tocsin.server.http;

import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;

import javax.net.ssl.SSLEngine;

/// A connection with TLS that can be looked at from the side while its request is worked on: what
/// has come, still encrypted, is taken from the socket and kept for the connection, which finds it
/// when it reads on. So the end of the connection is seen behind whatever was sent before it, such
/// as the word of farewell of TLS.
final class WatchedTls extends SslConnection {
    /// More than a client sends before it has its answer, unless it does not wait for answers.
    private static final int MOST_AHEAD = 4_096;

    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable ByteBuffer ahead;

    private WatchedTls(
            ByteBufferPool buffers,
            Executor executor,
            SslContextFactory.Server tls,
            EndPoint socket,
            SSLEngine engine) {
        super(buffers, executor, tls, socket, engine);
    }

    /// Makes such connections.
    static final class Factory extends SslConnectionFactory {
        Factory(SslContextFactory.Server tls, String next) {
            super(tls, next);
        }

        @Override
        protected SslConnection newSslConnection(
                Connector connector, EndPoint socket, SSLEngine engine) {
            return new WatchedTls(
                    connector.getByteBufferPool(),
                    connector.getExecutor(),
                    getSslContextFactory(),
                    socket,
                    engine);
        }
    }

    /// What is seen of a client.
    enum Client {
        /// It is there, as far as can be seen.
        THERE,
        /// It sends so much that nothing can be seen behind it.
        TALKS,
        /// It has hung up.
        GONE
    }

    /// Looks at the client, while a request of it is worked on whose body was read.
    Client look() throws IOException {
        lock.lock();
        try {
            ByteBuffer kept = ahead;
            if (kept == null) {
                kept = BufferUtil.allocate(MOST_AHEAD);
            }
            while (BufferUtil.space(kept) > 0) {
                int more = getEndPoint().fill(kept);
                if (more <= 0) {
                    ahead = kept.hasRemaining() ? kept : null;
                    return more < 0 ? Client.GONE : Client.THERE;
                }
            }
            ahead = kept;
            return Client.TALKS;
        } finally {
            lock.unlock();
        }
    }

    @Override
    protected int networkFill(ByteBuffer input) throws IOException {
        lock.lock();
        try {
            ByteBuffer kept = ahead;
            if (kept == null || !kept.hasRemaining()) {
                return super.networkFill(input);
            }
            int count = BufferUtil.append(input, kept);
            if (!kept.hasRemaining()) {
                ahead = null;
            }
            return count;
        } finally {
            lock.unlock();
        }
    }

    private boolean isAhead() {
        lock.lock();
        try {
            return ahead != null && ahead.hasRemaining();
        } finally {
            lock.unlock();
        }
    }

    @Override
    protected SslEndPoint newSslEndPoint() {
        return new Watched();
    }

    /// Its plain side, which does not wait for the socket while something is kept.
    private final class Watched extends SslEndPoint {
        @Override
        protected void needsFillInterest() {
            if (isAhead()) {
                getExecutor().execute(getFillInterest()::fillable);
            } else {
                super.needsFillInterest();
            }
        }
    }
}
