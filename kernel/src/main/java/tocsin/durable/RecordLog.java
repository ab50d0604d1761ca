package tocsin.durable;

import java.util.List;
import java.util.function.Supplier;

/// Records that outlive the process, in the order in which they were appended. A port: the disk's
/// is [DurableLog], the simulation has its own, which tears.
public interface RecordLog {
    /// Told what became of a write.
    @FunctionalInterface
    interface Completion {
        /// Called once, on any thread; with the failure, or without one when the record is safe.
        void done(@org.jspecify.annotations.Nullable Exception failure);
    }

    /// What was found at opening, oldest first. Once only: the list is given away.
    List<byte[]> recovered();

    /// Appends a record. It is safe when `completion` hears so, together with all records appended
    /// before it.
    void append(byte[] record, Completion completion);

    /// Tells once all records appended before are safe.
    void barrier(Completion completion);

    /// Whether so much was appended since the last time that replacing would make it smaller.
    boolean isWorthCompacting();

    /// Replaces all records appended so far by these, which say the same in fewer. `snapshot` is
    /// asked at once, on the caller's thread.
    void compact(Supplier<List<byte[]>> snapshot);
}
