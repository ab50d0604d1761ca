package tocsin.server.http;

import jakarta.servlet.http.HttpServletRequest;

import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Notices that the client of a request that is worked on has hung up. The HTTP server looks at a
/// connection again only when its request is answered; here a connection is looked at from the side
/// once its request is older than a moment.
///
/// Connections with TLS and of HTTP/2 are not watched: bytes that are left there may be anything.
public final class ClientWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClientWatch.class);

    /// How old a request is before it is worth looking at, and the time between looks.
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private static final Watching NOTHING = () -> {};

    private final Selector selector;
    private final Set<Watched> watched = ConcurrentHashMap.newKeySet();
    private final Thread thread;
    private volatile boolean closed;

    /// A request that is watched until this is closed.
    @FunctionalInterface
    public interface Watching extends AutoCloseable {
        @Override
        void close();
    }

    private static final class Watched {
        final SocketChannel channel;
        final Runnable gone;
        final long since = System.nanoTime();
        boolean isRegistered;

        Watched(SocketChannel channel, Runnable gone) {
            this.channel = channel;
            this.gone = gone;
        }
    }

    private ClientWatch(Selector selector) {
        this.selector = selector;
        thread = Thread.ofPlatform().daemon().name("client-watch").unstarted(this::run);
    }

    /// Begins.
    ///
    /// @throws IOException when the system has no selector left
    public static ClientWatch open() throws IOException {
        var watch = new ClientWatch(Selector.open());
        watch.thread.start();
        return watch;
    }

    /// Watches the client of a request.
    ///
    /// @param gone called at most once, from a thread that must not be kept
    public Watching watch(HttpServletRequest request, Runnable gone) {
        return channel(request).map(channel -> watch(channel, gone)).orElse(NOTHING);
    }

    private Watching watch(SocketChannel channel, Runnable gone) {
        var one = new Watched(channel, gone);
        watched.add(one);
        LockSupport.unpark(thread);
        return () -> watched.remove(one);
    }

    private static Optional<SocketChannel> channel(HttpServletRequest request) {
        var end =
                ServletContextRequest.getServletContextRequest(request)
                        .getConnectionMetaData()
                        .getConnection()
                        .getEndPoint();
        return end instanceof SocketChannelEndPoint plain
                        && request.getProtocol().startsWith("HTTP/1")
                ? Optional.of(plain.getChannel())
                : Optional.empty();
    }

    private void run() {
        try (selector) {
            while (!closed) {
                lookOnce();
            }
        } catch (IOException e) {
            LOG.debug("the selector of clients cannot be closed", e);
        }
    }

    private void lookOnce() {
        try {
            look();
        } catch (IOException | RuntimeException e) {
            LOG.atWarn().addKeyValue("why", e).log("Clients that hang up may go unnoticed");
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private void look() throws IOException {
        if (watched.isEmpty()) {
            forget();
            LockSupport.park(this);
            return;
        }
        long now = System.nanoTime();
        for (Watched one : watched) {
            if (!one.isRegistered && now - one.since >= LOOK_NANOS) {
                register(one);
            }
        }
        selector.select(this::readable, TimeUnit.NANOSECONDS.toMillis(LOOK_NANOS));
        forget();
    }

    /// Lets go of connections whose requests are answered: one that is held is not quite closed.
    private void forget() throws IOException {
        for (SelectionKey key : selector.keys()) {
            if (!(key.attachment() instanceof Watched one) || !watched.contains(one)) {
                key.cancel();
            }
        }
        selector.selectNow(_ -> {});
    }

    private void register(Watched one) {
        try {
            one.channel.register(selector, SelectionKey.OP_READ, one);
            one.isRegistered = true;
        } catch (ClosedChannelException e) {
            gone(one);
        } catch (CancelledKeyException e) {
            LOG.trace("the request before on this connection is let go first", e);
        }
    }

    private void readable(SelectionKey key) {
        if (!(key.attachment() instanceof Watched one)) {
            return;
        }
        key.cancel();
        try {
            // Bytes are the next request of a client that does not wait: it is there.
            if (one.channel.socket().getInputStream().available() > 0) {
                watched.remove(one);
            } else {
                gone(one);
            }
        } catch (IOException e) {
            gone(one);
        }
    }

    private void gone(Watched one) {
        if (watched.remove(one)) {
            one.gone.run();
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        selector.wakeup();
    }
}
