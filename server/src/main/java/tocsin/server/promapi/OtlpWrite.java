package tocsin.server.promapi;

/// What OTLP asks of the storage. Blocks until the samples are as durable as it promises.
@FunctionalInterface
public interface OtlpWrite {
    /// Takes an `ExportMetricsServiceRequest`, already decompressed.
    Outcome write(byte[] message);

    /// What became of it, with the body of the answer.
    sealed interface Outcome {
        /// What was sent, as a message of OTLP.
        byte[] body();

        /// It was read; the body says what of it was refused.
        record Read(byte[] body) implements Outcome {}

        /// It cannot be read, and must not be sent again.
        record Unreadable(byte[] body) implements Outcome {}

        /// The storage is in trouble; the sender may try again.
        record Failed(byte[] body) implements Outcome {}
    }
}
