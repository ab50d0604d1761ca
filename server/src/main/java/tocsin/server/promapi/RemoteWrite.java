package tocsin.server.promapi;

import java.util.List;

/// What remote write asks of the storage. Blocks until the samples are as durable as it promises.
@FunctionalInterface
public interface RemoteWrite {
    /// Takes a message, already decompressed.
    Outcome write(Protocol protocol, byte[] message);

    /// The two versions of the message.
    enum Protocol {
        /// `prometheus.WriteRequest`: all or nothing.
        V1,
        /// `io.prometheus.write.v2.Request`: what can be stored is.
        V2
    }

    /// What became of it.
    sealed interface Outcome {
        /// Everything that could be written was.
        record Written(long samples, long histograms, long exemplars) implements Outcome {}

        /// The sender is wrong and must not send it again; the counts are of what was written all
        /// the same.
        record Refused(List<String> reasons, long samples, long histograms, long exemplars)
                implements Outcome {
            /// Copies the reasons.
            public Refused {
                reasons = List.copyOf(reasons);
            }
        }

        /// The storage is in trouble; the sender may try again.
        record Failed(String reason) implements Outcome {}
    }
}
