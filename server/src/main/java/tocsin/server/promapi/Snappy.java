package tocsin.server.promapi;

import io.airlift.compress.v3.snappy.SnappyJavaCompressor;
import io.airlift.compress.v3.snappy.SnappyJavaDecompressor;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// The compression of remote write and remote read: blocks, not frames.
final class Snappy {
    static final int MAX_BYTES = 32 * 1024 * 1024;

    private Snappy() {}

    /// A body that is larger than it may be.
    static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1L;

        TooLargeException() {
            super("request body exceeds the " + MAX_BYTES + " bytes limit");
        }
    }

    /// The message of a body; IllegalArgumentException or one of the decompressor when it is none.
    static byte[] read(InputStream body) throws IOException {
        byte[] packed = body.readNBytes(MAX_BYTES + 1);
        if (packed.length > MAX_BYTES) {
            throw new TooLargeException();
        }
        if (packed.length == 0) {
            throw new IllegalArgumentException("snappy: corrupt input");
        }
        var snappy = new SnappyJavaDecompressor();
        int length = snappy.getUncompressedLength(packed, 0);
        if (length < 0 || length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "decoded size exceeds the " + MAX_BYTES + " bytes limit");
        }
        byte[] message = new byte[length];
        int written = snappy.decompress(packed, 0, packed.length, message, 0, length);
        if (written != length) {
            throw new IllegalArgumentException("snappy: corrupt input");
        }
        return message;
    }

    static byte[] packed(byte[] message) {
        var snappy = new SnappyJavaCompressor();
        byte[] packed = new byte[snappy.maxCompressedLength(message.length)];
        int length = snappy.compress(message, 0, message.length, packed, 0, packed.length);
        return Arrays.copyOf(packed, length);
    }
}
