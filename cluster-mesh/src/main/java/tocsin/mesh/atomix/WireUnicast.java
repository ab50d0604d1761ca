package tocsin.mesh.atomix;

import io.atomix.cluster.messaging.ManagedUnicastService;
import io.atomix.cluster.messaging.UnicastService;
import io.atomix.utils.net.Address;

import tocsin.mesh.wire.Lane;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;

/// Atomix's unreliable messages over the wire instead of UDP, which nothing would protect.
@SuppressWarnings("try") // Atomix closes by stop()
final class WireUnicast implements ManagedUnicastService {
    static final String PREFIX = "unicast/";

    private final WireMessaging wire;

    WireUnicast(WireMessaging wire) {
        this.wire = wire;
    }

    @Override
    public void unicast(Address to, String subject, byte[] content) {
        wire.send(to, Lane.MEMBERS, PREFIX + subject, content);
    }

    @Override
    public void addListener(
            String subject, BiConsumer<Address, byte[]> listener, Executor executor) {
        wire.mailroom().hear(subject, listener, executor);
    }

    @Override
    public void removeListener(String subject, BiConsumer<Address, byte[]> listener) {
        wire.mailroom().forget(subject, listener);
    }

    @Override
    public CompletableFuture<UnicastService> start() {
        return CompletableFuture.completedFuture(this);
    }

    @Override
    public boolean isRunning() {
        return wire.isRunning();
    }

    @Override
    public CompletableFuture<Void> stop() {
        return CompletableFuture.completedFuture(null);
    }
}
