package tocsin.storage.otlp;

import tocsin.storage.codec.ProtoOut;

/// What became of a request.
public sealed interface OtlpOutcome {
    /// The code of a `google.rpc.Status` for a request that cannot be read.
    int INVALID_ARGUMENT = 3;

    /// The code of a `google.rpc.Status` for trouble that passes.
    int UNAVAILABLE = 14;

    /// It was read.
    ///
    /// @param rejected data points that were not stored, which must not be sent again
    /// @param why empty when none was
    record Read(long rejected, String why) implements OtlpOutcome {
        /// The answer: an `ExportMetricsServiceResponse`, empty when all is well.
        public byte[] answer() {
            var answer = new ProtoOut(64 + why.length());
            if (rejected > 0) {
                var partial = new ProtoOut(32 + why.length()).varint(1, rejected).text(2, why);
                answer.message(1, partial);
            }
            return answer.toBytes();
        }
    }

    /// It cannot be read, at least from some place on; what stood before it is stored.
    record Unreadable(String why) implements OtlpOutcome {}

    /// The storage is in trouble; the sender may try again.
    record Failed(String why) implements OtlpOutcome {}

    /// How OTLP tells an error: a `google.rpc.Status`.
    static byte[] status(int code, String message) {
        return new ProtoOut(32 + message.length()).varint(1, code).text(2, message).toBytes();
    }
}
