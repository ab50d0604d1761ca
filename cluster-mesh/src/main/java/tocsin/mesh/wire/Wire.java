package tocsin.mesh.wire;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.ReadTimeoutHandler;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/// Sends letters to members by address and hears theirs. One connection is kept to each address and
/// dialled when there is something to say; nothing waits for a dial but what wants to go there. To
/// a peer that does not read, letters are dropped, not queued: who sent them sends again.
public final class Wire {
    private static final Logger LOG = LoggerFactory.getLogger(Wire.class);
    private static final int CLOGGED_AT = 16 << 20;
    private static final int FLOWS_AT = 4 << 20;
    private static final Duration GREET_WITHIN = Duration.ofSeconds(5);

    private final Settings settings;
    private final Listener listener;
    private final EventLoopGroup loops =
            new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
    private final Lines lines = new Lines(this::dial);
    private final Map<Long, CompletableFuture<byte[]>> awaited = new ConcurrentHashMap<>();
    private final AtomicLong lastId = new AtomicLong();
    private final Stream.Reader reader = new Incoming();

    /// How members talk.
    ///
    /// @param advertise the address that others shall dial
    /// @param connectTimeout how long dialling may take
    public record Settings(
            String name,
            String label,
            InetSocketAddress listen,
            String advertise,
            Trust trust,
            Duration connectTimeout) {}

    /// Takes letters. On the thread of a connection: must not block.
    public interface Listener {
        /// A letter came from the member at an address; its answer, or a failed future. An answer
        /// of null says that nobody listens to the subject.
        CompletableFuture<byte[]> received(String from, String subject, byte[] content);

        /// Something a peer sent was refused.
        void refused(String reason);

        /// Nobody listens at an address.
        default void unreachable(String to) {}
    }

    /// Nobody listens to a letter's subject.
    public static final class NoListenerException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /// With the subject.
        public NoListenerException(String subject) {
            super("nobody listens to " + subject);
        }
    }

    private Wire(Settings settings, Listener listener) {
        this.settings = settings;
        this.listener = listener;
    }

    /// Listens.
    ///
    /// @throws IOException when the address is taken, or the trust's material cannot be used
    public static Wire open(Settings settings, Listener listener)
            throws IOException, InterruptedException {
        var wire = new Wire(settings, listener);
        var bound =
                new ServerBootstrap()
                        .group(wire.loops)
                        .channel(NioServerSocketChannel.class)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childHandler(wire.incoming())
                        .bind(settings.listen())
                        .await();
        if (!bound.isSuccess()) {
            wire.close();
            throw new IOException(String.valueOf(bound.cause().getMessage()), bound.cause());
        }
        return wire;
    }

    private ChannelInitializer<Channel> incoming() {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) throws GeneralSecurityException {
                settings.trust().server(channel).ifPresent(channel.pipeline()::addLast);
                begin(channel);
            }
        };
    }

    private Stream begin(Channel channel) {
        var stream =
                new Stream(
                        new Message.Greeting(
                                Message.VERSION,
                                settings.label(),
                                settings.name(),
                                settings.advertise()),
                        reader);
        var impatience = new ReadTimeoutHandler(GREET_WITHIN.toSeconds(), TimeUnit.SECONDS);
        channel.pipeline().addLast(impatience);
        stream.install(channel.pipeline());
        var _ = stream.ready().thenRun(() -> channel.pipeline().remove(impatience));
        return stream;
    }

    /// Sends a letter that wants no answer; it may be lost.
    public void send(String to, Lane lane, String subject, byte[] content) {
        var _ =
                lines.to(to, lane)
                        .whenComplete((stream, failure) -> {
                            if (failure == null && !stream.isClogged()) {
                                stream.send(new Message.Letter(0, subject, content));
                            } else if (failure == null) {
                                listener.refused("clogged");
                            }
                        });
    }

    /// Sends a letter and waits for its answer.
    public CompletableFuture<byte[]> ask(
            String to, String subject, byte[] content, Duration within) {
        long id = lastId.incrementAndGet();
        var answer = new CompletableFuture<byte[]>();
        awaited.put(id, answer);
        var _ =
                lines.to(to, Lane.STATE)
                        .whenComplete((stream, failure) -> {
                            if (failure != null) {
                                answer.completeExceptionally(failure);
                            } else {
                                stream.send(new Message.Letter(id, subject, content));
                            }
                        });
        var _ =
                loops.schedule(
                        () ->
                                answer.completeExceptionally(
                                        new TimeoutException(
                                                subject
                                                        + " to "
                                                        + to
                                                        + " had no answer in "
                                                        + within)),
                        within.toMillis(),
                        TimeUnit.MILLISECONDS);
        return answer.whenComplete((_, _) -> awaited.remove(id));
    }

    /// What the lane to an address still holds may be stuck: the next letter goes over a new
    /// stream.
    public void renew(String to, Lane lane) {
        lines.renew(to, lane);
    }

    /// Ends all streams to an address.
    public void hangUp(String to) {
        lines.hangUp(to);
    }

    private Channel dial(String to, CompletableFuture<Stream> dialled) {
        int colon = to.lastIndexOf(':');
        String host = to.substring(0, colon).replaceAll("^\\[|]$", "");
        int port = Integer.parseInt(to.substring(colon + 1));
        var connecting =
                new Bootstrap()
                        .group(loops)
                        .channel(NioSocketChannel.class)
                        .option(ChannelOption.TCP_NODELAY, true)
                        .option(
                                ChannelOption.CONNECT_TIMEOUT_MILLIS,
                                (int) settings.connectTimeout().toMillis())
                        .option(
                                ChannelOption.WRITE_BUFFER_WATER_MARK,
                                new WriteBufferWaterMark(FLOWS_AT, CLOGGED_AT))
                        .handler(outgoing(host, port, dialled))
                        .connect(InetSocketAddress.createUnresolved(host, port));
        var _ =
                connecting.addListener(connected -> {
                    if (!connected.isSuccess()) {
                        dialled.completeExceptionally(connected.cause());
                        if (connected.cause() instanceof ConnectException refused
                                && !(refused instanceof ConnectTimeoutException)) {
                            listener.unreachable(to);
                        }
                    }
                });
        return connecting.channel();
    }

    private ChannelInitializer<Channel> outgoing(
            String host, int port, CompletableFuture<Stream> dialled) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) throws GeneralSecurityException {
                settings.trust().client(channel, host, port).ifPresent(channel.pipeline()::addLast);
                var _ =
                        begin(channel)
                                .ready()
                                .whenComplete((stream, failure) -> {
                                    if (failure == null) {
                                        dialled.complete(stream);
                                    } else {
                                        dialled.completeExceptionally(failure);
                                    }
                                });
            }

            @Override
            public void exceptionCaught(
                    io.netty.channel.ChannelHandlerContext context, Throwable cause) {
                LOG.atError()
                        .addKeyValue("err", cause.toString())
                        .log("The mesh's certificates cannot be used");
                listener.refused("tls");
                dialled.completeExceptionally(cause);
                var _ = context.close();
            }
        };
    }

    /// Whether a connection is protected.
    static boolean isProtected(Channel channel) {
        return channel.pipeline().get(SslHandler.class) != null;
    }

    /// Hangs up.
    public void close() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(3, TimeUnit.SECONDS);
    }

    private final class Incoming implements Stream.Reader {
        @Override
        public void read(Message.Greeting from, Message message, Stream stream) {
            switch (message) {
                case Message.Greeting _ -> {}
                case Message.Letter letter -> deliver(from.address(), letter, stream);
                case Message.Answer(var id, var outcome, var content) -> {
                    CompletableFuture<byte[]> waiting = awaited.remove(id);
                    if (waiting != null) {
                        settle(waiting, outcome, content);
                    }
                }
            }
        }

        private void settle(
                CompletableFuture<byte[]> waiting, Message.Outcome outcome, byte[] content) {
            switch (outcome) {
                case TAKEN -> waiting.complete(content);
                case NO_LISTENER ->
                        waiting.completeExceptionally(new NoListenerException("the subject"));
                case FAILED -> waiting.completeExceptionally(new IOException("the peer failed"));
            }
        }

        private void deliver(String from, Message.Letter letter, Stream stream) {
            var _ =
                    listener.received(from, letter.subject(), letter.content())
                            .whenComplete((content, failure) -> {
                                if (letter.id() != 0) {
                                    stream.send(answer(letter.id(), content, failure));
                                }
                            });
        }

        private Message.Answer answer(
                long id, byte[] content, @org.jspecify.annotations.Nullable Throwable failure) {
            byte[] nothing = new byte[0];
            if (failure == null) {
                return new Message.Answer(id, Message.Outcome.TAKEN, content);
            }
            return new Message.Answer(
                    id,
                    failure instanceof NoListenerException
                            ? Message.Outcome.NO_LISTENER
                            : Message.Outcome.FAILED,
                    nothing);
        }

        @Override
        public boolean mayGoBy(String name, Channel channel) {
            SslHandler tls = channel.pipeline().get(SslHandler.class);
            return tls == null || settings.trust().mayGoBy(name, tls.engine().getSession());
        }

        @Override
        public void ended(Stream stream) {
            lines.sweep();
        }

        @Override
        public void refused(String reason) {
            listener.refused(reason);
        }
    }
}
