package tocsin.mesh.atomix;

import io.atomix.utils.net.Address;

import tocsin.mesh.wire.Wire;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/// Who in Atomix listens to which subject of the wire.
final class Mailroom implements Wire.Listener {
    private final Map<String, BiFunction<Address, byte[], CompletableFuture<byte[]>>> handlers =
            new ConcurrentHashMap<>();
    private final Map<String, List<Hearing>> hearings = new ConcurrentHashMap<>();
    private final Consumer<String> refusals;
    private volatile Consumer<String> unreachable = _ -> {};

    private record Hearing(BiConsumer<Address, byte[]> listener, Executor executor) {}

    Mailroom(Consumer<String> refusals) {
        this.refusals = refusals;
    }

    void handle(String subject, BiFunction<Address, byte[], CompletableFuture<byte[]>> handler) {
        handlers.put(subject, handler);
    }

    void forget(String subject) {
        handlers.remove(subject);
    }

    void hear(String subject, BiConsumer<Address, byte[]> listener, Executor executor) {
        hearings.computeIfAbsent(subject, _ -> new CopyOnWriteArrayList<>())
                .add(new Hearing(listener, executor));
    }

    void forget(String subject, BiConsumer<Address, byte[]> listener) {
        hearings.getOrDefault(subject, new CopyOnWriteArrayList<>())
                .removeIf(hearing -> hearing.listener().equals(listener));
    }

    @Override
    public CompletableFuture<byte[]> received(String from, String subject, byte[] content) {
        Address sender = address(from);
        if (subject.startsWith(WireUnicast.PREFIX)) {
            String heard = subject.substring(WireUnicast.PREFIX.length());
            for (Hearing hearing : hearings.getOrDefault(heard, List.of())) {
                run(hearing.executor(), () -> hearing.listener().accept(sender, content));
            }
            return CompletableFuture.completedFuture(new byte[0]);
        }
        var handler = handlers.get(subject);
        return handler == null
                ? CompletableFuture.failedFuture(new Wire.NoListenerException(subject))
                : handler.apply(sender, content);
    }

    private void run(Executor executor, Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException e) {
            refusals.accept("loop");
        }
    }

    /// An address that a member gave as its own; one that is none is nobody's.
    static Address address(String text) {
        int colon = text.lastIndexOf(':');
        try {
            return new Address(
                    text.substring(0, Math.max(0, colon)),
                    Integer.parseInt(text.substring(colon + 1)));
        } catch (IllegalArgumentException e) {
            return new Address("nowhere.invalid", 0);
        }
    }

    /// Sets who is told of addresses at which nobody listens.
    void whenUnreachable(Consumer<String> listener) {
        unreachable = listener;
    }

    @Override
    public void unreachable(String to) {
        unreachable.accept(to);
    }

    @Override
    public void refused(String reason) {
        refusals.accept(reason);
    }
}
