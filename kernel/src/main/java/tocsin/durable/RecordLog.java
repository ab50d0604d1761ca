package tocsin.durable;

import org.jspecify.annotations.Nullable;

import java.util.Optional;
import java.util.function.Consumer;

/// Records that outlive the process, in the order in which they were appended. A port: the disk's
/// is [DurableLog], the simulation has its own, which tears.
public interface RecordLog {
    /// Told what became of a write.
    @FunctionalInterface
    interface Completion {
        /// Called once, on any thread; with the failure, or without one when the record is safe.
        void done(@Nullable Exception failure);
    }

    /// Hands out what was found at opening, oldest first. Once only, before anything is appended.
    void recover(Consumer<byte[]> each);

    /// Appends a record. It is safe when `completion` hears so, together with all records appended
    /// before it.
    void append(byte[] record, Completion completion);

    /// Tells once all records appended before are safe.
    void barrier(Completion completion);

    /// Whether so much was appended since the last time that replacing would make it smaller.
    boolean isWorthCompacting();

    /// Replaces all records appended so far by these, which say the same in fewer. They are asked
    /// for later and on another thread, while new records are appended: what they are made of must
    /// not change.
    void compact(Iterable<byte[]> snapshot);

    /// Why records cannot be made safe at present, if so. Any thread.
    Optional<String> trouble();
}
