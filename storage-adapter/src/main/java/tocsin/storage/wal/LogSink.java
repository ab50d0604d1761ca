package tocsin.storage.wal;

import tocsin.storage.codec.ByteOut;

import java.io.IOException;

/// Where the head writes what must outlive the process.
public interface LogSink {
    /// A log that keeps nothing, for stores in memory only.
    LogSink NONE =
            new LogSink() {
                @Override
                public long append(ByteOut record) {
                    return 0;
                }

                @Override
                public long last() {
                    return 0;
                }

                @Override
                public void await(long position) {}
            };

    /// Adds a record. It is ordered after all that were added before, and not safe yet.
    ///
    /// @return what to await
    /// @throws IOException when so much waits for a disk that does not take it that no more is kept
    long append(ByteOut record) throws IOException;

    /// What to await for everything that was added so far.
    long last();

    /// Blocks until everything up to a position is as safe as the log promises.
    ///
    /// @throws IOException when the disk does not take it; what was added stays first in line
    void await(long position) throws IOException;
}
