package tocsin.server.promapi;

import java.io.IOException;
import java.io.OutputStream;

/// What remote read asks of the storage.
@FunctionalInterface
public interface RemoteRead {
    /// Answers a message, already decompressed. Blocks.
    Outcome read(byte[] message) throws InterruptedException;

    /// What to answer.
    sealed interface Outcome {
        /// A message, to be compressed.
        record Samples(byte[] message) implements Outcome {}

        /// Frames of chunks, made as they are written.
        record Chunks(Body frames) implements Outcome {}

        /// The asker is wrong.
        record Refused(String reason) implements Outcome {}

        /// The storage is in trouble.
        record Failed(String reason) implements Outcome {}
    }

    /// Writes itself.
    @FunctionalInterface
    interface Body {
        /// Writes everything.
        void writeTo(OutputStream out) throws IOException;
    }
}
