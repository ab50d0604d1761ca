package tocsin.http;

import org.eclipse.jetty.client.HttpClient;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.ref.Cleaner;
import java.security.GeneralSecurityException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/// The client of a sender, which it shares with those that speak alike: had by the first request,
/// replaced when the files of its `tls_config` change, and given up when the sender is forgotten,
/// as senders are by a reload.
final class LiveClient {
    private static final Cleaner FORGOTTEN = Cleaner.create();
    private static final Executor STOPS =
            task -> Thread.ofVirtual().name("http-out-stop").start(task);
    private static final long GRACE_SECONDS = 120;

    private final HttpSettings settings;
    private final Network network;
    private final AtomicReference<@Nullable Started> current = new AtomicReference<>();

    private record Started(HttpClient client, Network.Kind kind) {}

    LiveClient(HttpSettings settings, Network network) {
        this.settings = settings;
        this.network = network;
        AtomicReference<@Nullable Started> held = current;
        FORGOTTEN.register(
                this,
                () -> {
                    Started last = held.get();
                    if (last != null) {
                        STOPS.execute(() -> network.release(last.kind()));
                    }
                });
    }

    void checkTls() {
        if (settings.tls().equals(Tls.DEFAULT)) {
            return;
        }
        try {
            TlsContexts.of(settings.tls());
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException("tls_config: " + e.getMessage(), e);
        }
    }

    /// The client as of now.
    HttpClient get() throws IOException {
        var kind =
                new Network.Kind(
                        settings.tls(),
                        TlsFiles.of(settings.tls()),
                        settings.http2(),
                        settings.proxy());
        Started seen = current.get();
        if (seen != null && seen.kind().equals(kind)) {
            return seen.client();
        }
        var fresh = new Started(network.lease(kind, settings), kind);
        if (!current.compareAndSet(seen, fresh)) {
            network.release(kind); // somebody else was quicker
            return get();
        }
        if (seen != null) {
            retire(seen);
        }
        return fresh.client();
    }

    /// What is under way on the old client may end.
    private void retire(Started old) {
        old.client()
                .getScheduler()
                .schedule(
                        () -> STOPS.execute(() -> network.release(old.kind())),
                        GRACE_SECONDS,
                        TimeUnit.SECONDS);
    }
}
