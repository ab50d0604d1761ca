package tocsin.mesh.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.TooLongFrameException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/// One end of a connection. It greets, waits for a greeting of its label, and only then lets
/// messages through. Until then nobody can make it read more than a few kilobytes.
final class Stream extends SimpleChannelInboundHandler<ByteBuf> {
    private static final Logger LOG = LoggerFactory.getLogger(Stream.class);
    private static final int LENGTH = 4;
    private static final String FRAMES = "frames";

    /// Takes what comes in. On the connection's thread.
    interface Reader {
        void read(Message.Greeting from, Message message, Stream stream);

        void ended(Stream stream);

        /// Something was refused.
        void refused(String reason);

        /// Whether who is at the other end may go by this name.
        boolean mayGoBy(String name, Channel channel);
    }

    private final Message.Greeting ours;
    private final Reader reader;
    private final CompletableFuture<Stream> ready = new CompletableFuture<>();
    private @Nullable Channel channel;
    private Message.@Nullable Greeting theirs;

    Stream(Message.Greeting ours, Reader reader) {
        this.ours = ours;
        this.reader = reader;
    }

    /// Puts this end at the end of a pipeline.
    void install(ChannelPipeline pipeline) {
        pipeline.addLast(FRAMES, frames(Message.LARGEST_GREETING)).addLast(this);
    }

    private static LengthFieldBasedFrameDecoder frames(int largest) {
        return new LengthFieldBasedFrameDecoder(largest, 0, LENGTH, 0, LENGTH);
    }

    /// Completed once both have greeted.
    CompletableFuture<Stream> ready() {
        return ready;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        channel = context.channel();
        send(ours);
    }

    /// Bytes that wait to be sent.
    boolean isClogged() {
        Channel open = channel;
        return open != null && !open.isWritable();
    }

    boolean isOpen() {
        Channel open = channel;
        return open != null && open.isActive();
    }

    void send(Message message) {
        Channel open = channel;
        if (open != null) {
            ByteBuf bytes = Unpooled.buffer(128);
            bytes.writeInt(0);
            Message.write(message, bytes);
            bytes.setInt(0, bytes.readableBytes() - LENGTH);
            var _ = open.writeAndFlush(bytes, open.voidPromise());
        }
    }

    void close() {
        Channel open = channel;
        if (open != null) {
            var _ = open.close();
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf frame) {
        Message message = Message.read(frame);
        Message.Greeting known = theirs;
        switch (message) {
            case Message.Greeting greeting when known == null -> greeted(context, greeting);
            case Message.Greeting _ -> throw new IllegalArgumentException("a second greeting");
            case Message.Letter _, Message.Answer _ -> {
                if (known == null) {
                    throw new IllegalArgumentException("a message before the greeting");
                }
                reader.read(known, message, this);
            }
        }
    }

    private void greeted(ChannelHandlerContext context, Message.Greeting greeting) {
        if (greeting.version() != Message.VERSION) {
            throw new IllegalArgumentException("version " + greeting.version() + " of the wire");
        }
        if (!greeting.label().equals(ours.label())) {
            reader.refused("label");
            var _ = context.close();
            return;
        }
        if (!reader.mayGoBy(greeting.name(), context.channel())) {
            LOG.atWarn()
                    .addKeyValue("peer", String.valueOf(context.channel().remoteAddress()))
                    .addKeyValue("name", greeting.name())
                    .log("A member's certificate speaks for another");
            reader.refused("identity");
            var _ = context.close();
            return;
        }
        theirs = greeting;
        context.pipeline().replace(FRAMES, FRAMES, frames(Message.LARGEST));
        ready.complete(this);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        ready.completeExceptionally(new IOException("the connection was closed"));
        reader.ended(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof TooLongFrameException) {
            reader.refused("size");
        } else if (cause instanceof DecoderException
                || cause instanceof javax.net.ssl.SSLException) {
            reader.refused("tls");
        } else if (cause instanceof IllegalArgumentException) {
            reader.refused("frame");
        }
        LOG.atDebug()
                .addKeyValue("peer", String.valueOf(context.channel().remoteAddress()))
                .addKeyValue("err", cause.toString())
                .log("A connection between members ended");
        ready.completeExceptionally(cause);
        var _ = context.close();
    }
}
