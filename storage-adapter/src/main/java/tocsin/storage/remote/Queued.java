package tocsin.storage.remote;

import tocsin.storage.codec.ByteIn;
import tocsin.storage.codec.ByteOut;
import tocsin.storage.codec.CorruptDataException;

import java.util.Collection;
import java.util.List;
import java.util.function.LongConsumer;

/// A message that waits to be sent.
///
/// @param number by which the log knows it
/// @param epoch in which it was queued: what is of an older one goes first
/// @param shard of that epoch; those of one shard go in order
/// @param newest time of its samples
/// @param message compressed
record Queued(long number, long epoch, int shard, int samples, long newest, byte[] message) {
    private static final int PLAIN = 1;
    private static final int DONE = 2;
    private static final int SHARDED = 3;

    /// As it stands in the log.
    byte[] toRecord() {
        return new ByteOut(message.length + 40)
                .u8(SHARDED)
                .u64(number)
                .u64(epoch)
                .u32(shard)
                .u32(samples)
                .u64(newest)
                .raw(message)
                .toBytes();
    }

    /// What the log gets when messages wait no more.
    static byte[] done(Collection<Queued> messages) {
        var record = new ByteOut(1 + 8 * messages.size()).u8(DONE);
        messages.forEach(each -> record.u64(each.number()));
        return record.toBytes();
    }

    /// Reads a record of the log.
    ///
    /// @param done takes the numbers of what waits no more
    /// @return what waits; nothing when the record is about the other
    static List<Queued> read(byte[] record, LongConsumer done) throws CorruptDataException {
        var in = new ByteIn(record);
        int kind = in.u8();
        if (kind == DONE) {
            while (in.hasMore()) {
                done.accept(in.u64());
            }
            return List.of();
        }
        long number = in.u64();
        return switch (kind) {
            // Of a version that had one sender.
            case PLAIN -> {
                int samples = in.u32();
                yield List.of(new Queued(number, 0, 0, samples, 0, in.raw(in.remaining())));
            }
            case SHARDED -> {
                long epoch = in.u64();
                int shard = in.u32();
                int samples = in.u32();
                long newest = in.u64();
                byte[] message = in.raw(in.remaining());
                yield List.of(new Queued(number, epoch, shard, samples, newest, message));
            }
            default -> throw new CorruptDataException("a record of kind " + kind);
        };
    }
}
