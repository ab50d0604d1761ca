package tocsin.server.http;

import jakarta.servlet.http.HttpServletRequest;

import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.server.http.WatchedTls.Client;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/// Notices that the client of a request that is worked on has hung up. The HTTP server looks at a
/// connection again only when its request is answered; here a connection is looked at from the side
/// once its request is older than a moment; those with TLS by way of [WatchedTls]. Of HTTP/2 the
/// server reads all the time, and tells by itself.
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

    /// Looks at a socket on which something is to be seen.
    private interface Look {
        Client now() throws IOException;
    }

    private static final class Watched {
        final SocketChannel channel;
        final Look look;
        final Runnable gone;
        final long since = System.nanoTime();

        /// Held while it is looked at: nobody looks once the request goes on without being watched.
        final ReentrantLock lock = new ReentrantLock();

        boolean isRegistered;
        boolean isOver;

        Watched(SocketChannel channel, Look look, Runnable gone) {
            this.channel = channel;
            this.look = look;
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

    /// Watches the client of a request whose body was read.
    ///
    /// @param gone called at most once, from a thread that must not be kept
    public Watching watch(HttpServletRequest request, Runnable gone) {
        var jetty = ServletContextRequest.getServletContextRequest(request);
        if (!request.getProtocol().startsWith("HTTP/1")) {
            return told(jetty, gone);
        }
        return switch (jetty.getConnectionMetaData().getConnection().getEndPoint()) {
            case SocketChannelEndPoint plain ->
                    watch(new Watched(plain.getChannel(), () -> plain(plain.getChannel()), gone));
            case SslConnection.SslEndPoint encrypted
                    when encrypted.getSslConnection() instanceof WatchedTls tls
                            && tls.getEndPoint() instanceof SocketChannelEndPoint socket ->
                    watch(new Watched(socket.getChannel(), tls::look, gone));
            default -> NOTHING;
        };
    }

    /// The server says when a stream of HTTP/2, or its connection, has ended.
    private static Watching told(Request request, Runnable gone) {
        var watches = new AtomicBoolean(true);
        request.addFailureListener(_ -> {
            if (watches.getAndSet(false)) {
                gone.run();
            }
        });
        return () -> watches.set(false);
    }

    private Watching watch(Watched one) {
        watched.add(one);
        LockSupport.unpark(thread);
        return () -> {
            watched.remove(one);
            one.lock.lock();
            try {
                one.isOver = true;
            } finally {
                one.lock.unlock();
            }
        };
    }

    /// Bytes are the next request of a client that does not wait: it is there.
    private static Client plain(SocketChannel channel) throws IOException {
        return channel.socket().getInputStream().available() > 0 ? Client.TALKS : Client.GONE;
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
        switch (look(one)) {
            case THERE -> LOG.trace("bytes that are no end");
            case TALKS -> {
                key.cancel();
                watched.remove(one);
            }
            case GONE -> {
                key.cancel();
                gone(one);
            }
        }
    }

    private static Client look(Watched one) {
        one.lock.lock();
        try {
            return one.isOver ? Client.TALKS : one.look.now();
        } catch (IOException e) {
            LOG.trace("the connection is broken", e);
            return Client.GONE;
        } finally {
            one.lock.unlock();
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
