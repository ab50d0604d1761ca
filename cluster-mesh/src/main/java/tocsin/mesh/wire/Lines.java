package tocsin.mesh.wire;

import io.netty.channel.Channel;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// The streams that were dialled, one to each address and lane.
final class Lines {
    /// Younger ones are not given up: a handshake may take long under load.
    private static final long YOUNG_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final ConcurrentHashMap<Key, Line> lines = new ConcurrentHashMap<>();
    private final Dialler dialler;

    private record Key(String address, Lane lane) {}

    /// Dials.
    interface Dialler {
        /// Begins to dial, and completes the stream in the end, or fails it.
        ///
        /// @return the channel, which may be closed to give up
        Channel dial(String address, CompletableFuture<Stream> stream);
    }

    /// A stream, or what is done to have one.
    private static final class Line {
        private final CompletableFuture<Stream> stream = new CompletableFuture<>();
        private final long begunNanos = System.nanoTime();
        private volatile @Nullable Channel channel;

        private boolean isOver() {
            return stream.isCompletedExceptionally()
                    || (stream.isDone() && !stream.join().isOpen());
        }
    }

    Lines(Dialler dialler) {
        this.dialler = dialler;
    }

    /// The stream to an address, dialled when there is none. Nothing waits for it here.
    CompletableFuture<Stream> to(String address, Lane lane) {
        var key = new Key(address, lane);
        Line known = lines.get(key);
        if (known != null && !known.isOver()) {
            return known.stream;
        }
        var fresh = new Line();
        Line kept = lines.compute(key, (_, now) -> now == null || now.isOver() ? fresh : now);
        if (kept == fresh) {
            fresh.channel = dialler.dial(address, fresh.stream);
        }
        return kept.stream;
    }

    /// Gives up the stream of a lane, unless it is young.
    void renew(String address, Lane lane) {
        var key = new Key(address, lane);
        Line line = lines.get(key);
        if (line != null
                && System.nanoTime() - line.begunNanos > YOUNG_NANOS
                && lines.remove(key, line)) {
            close(line);
        }
    }

    /// Gives up all streams to an address.
    void hangUp(String address) {
        for (Lane lane : Lane.values()) {
            Line line = lines.remove(new Key(address, lane));
            if (line != null) {
                close(line);
            }
        }
    }

    private static void close(Line line) {
        Channel channel = line.channel;
        if (channel != null) {
            var _ = channel.close();
        }
    }

    /// Forgets those that ended.
    void sweep() {
        lines.values().removeIf(Line::isOver);
    }
}
