package tocsin.mesh.atomix;

import io.atomix.cluster.messaging.ManagedMessagingService;
import io.atomix.cluster.messaging.MessagingException;
import io.atomix.cluster.messaging.MessagingService;
import io.atomix.utils.net.Address;

import org.jspecify.annotations.Nullable;

import tocsin.mesh.wire.Lane;
import tocsin.mesh.wire.Wire;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;

/// Atomix's messages over the wire: its own speaks TLS without asking who is there, and sends what
/// finds the members over UDP in clear text.
@SuppressWarnings("try") // Atomix closes by stop()
final class WireMessaging implements ManagedMessagingService {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

    private final Wire.Settings settings;
    private final Address self;
    private final Mailroom mailroom;
    private volatile @Nullable Wire wire;

    WireMessaging(Wire.Settings settings, Address self, Mailroom mailroom) {
        this.settings = settings;
        this.self = self;
        this.mailroom = mailroom;
    }

    Mailroom mailroom() {
        return mailroom;
    }

    void send(Address to, Lane lane, String subject, byte[] content) {
        Wire open = wire;
        if (to.equals(self)) {
            var _ = mailroom.received(text(self), subject, content);
        } else if (open != null) {
            open.send(text(to), lane, subject, content);
        }
    }

    /// Sends what is said about members.
    void tell(String to, String subject, byte[] content) {
        Wire open = wire;
        if (open != null) {
            open.send(to, Lane.MEMBERS, subject, content);
        }
    }

    /// The next packet about members goes there over a new stream.
    void renew(String to) {
        Wire open = wire;
        if (open != null) {
            open.renew(to, Lane.MEMBERS);
        }
    }

    void hangUp(String to) {
        Wire open = wire;
        if (open != null) {
            open.hangUp(to);
        }
    }

    private static String text(Address address) {
        return address.host() + ":" + address.port();
    }

    @Override
    public Address address() {
        return self;
    }

    @Override
    public Collection<Address> bindingAddresses() {
        return List.of(new Address(settings.listen()));
    }

    @Override
    public CompletableFuture<Void> sendAsync(
            Address to, String subject, byte[] content, boolean keepAlive) {
        send(to, Lane.STATE, subject, content);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<byte[]> sendAndReceive(
            Address to, String subject, byte[] content, boolean keepAlive) {
        return sendAndReceive(to, subject, content, keepAlive, ANSWER_WITHIN, Runnable::run);
    }

    @Override
    public CompletableFuture<byte[]> sendAndReceive(
            Address to, String subject, byte[] content, boolean keepAlive, Executor executor) {
        return sendAndReceive(to, subject, content, keepAlive, ANSWER_WITHIN, executor);
    }

    @Override
    public CompletableFuture<byte[]> sendAndReceive(
            Address to, String subject, byte[] content, boolean keepAlive, Duration within) {
        return sendAndReceive(to, subject, content, keepAlive, within, Runnable::run);
    }

    @Override
    public CompletableFuture<byte[]> sendAndReceive(
            Address to,
            String subject,
            byte[] content,
            boolean keepAlive,
            Duration within,
            Executor executor) {
        Wire open = wire;
        CompletableFuture<byte[]> answer;
        if (to.equals(self)) {
            answer = mailroom.received(text(self), subject, content);
        } else if (open == null) {
            answer = CompletableFuture.failedFuture(new ConnectException("not started"));
        } else {
            answer = open.ask(text(to), subject, content, within);
        }
        var handed = new CompletableFuture<byte[]>();
        var _ =
                answer.whenCompleteAsync(
                        (content2, failure) -> {
                            if (failure == null) {
                                handed.complete(content2);
                            } else {
                                handed.completeExceptionally(inAtomixWords(failure));
                            }
                        },
                        executor);
        return handed;
    }

    private static Throwable inAtomixWords(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
        return cause instanceof Wire.NoListenerException
                ? new MessagingException.NoRemoteHandler(cause.getMessage())
                : cause;
    }

    @Override
    public void registerHandler(
            String subject, BiConsumer<Address, byte[]> handler, Executor executor) {
        mailroom.handle(
                subject,
                (from, content) ->
                        CompletableFuture.supplyAsync(
                                () -> {
                                    handler.accept(from, content);
                                    return new byte[0];
                                },
                                executor));
    }

    @Override
    public void registerHandler(
            String subject, BiFunction<Address, byte[], byte[]> handler, Executor executor) {
        mailroom.handle(
                subject,
                (from, content) ->
                        CompletableFuture.supplyAsync(
                                () -> handler.apply(from, content), executor));
    }

    @Override
    public void registerHandler(
            String subject, BiFunction<Address, byte[], CompletableFuture<byte[]>> handler) {
        mailroom.handle(subject, handler);
    }

    @Override
    public void unregisterHandler(String subject) {
        mailroom.forget(subject);
    }

    @Override
    public CompletableFuture<MessagingService> start() {
        try {
            wire = Wire.open(settings, mailroom);
            return CompletableFuture.completedFuture(this);
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public boolean isRunning() {
        return wire != null;
    }

    @Override
    public CompletableFuture<Void> stop() {
        Wire open = wire;
        wire = null;
        if (open != null) {
            open.close();
        }
        return CompletableFuture.completedFuture(null);
    }
}
