package tocsin.server.api;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A stream with an end: a body that goes on beyond the limit is refused instead of read.
final class BoundedInput extends FilterInputStream {
    private final long limit;
    private long left;

    BoundedInput(InputStream body, long limit) {
        super(body);
        this.limit = limit;
        this.left = limit;
    }

    /// The body is longer than allowed.
    static final class TooLong extends IOException {
        private static final long serialVersionUID = 1L;

        TooLong(long limit) {
            super("request body exceeds the " + limit + " bytes limit");
        }
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        count(read < 0 ? 0 : 1);
        return read;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int read = super.read(into, offset, length);
        count(Math.max(0, read));
        return read;
    }

    private void count(int read) throws TooLong {
        left -= read;
        if (left < 0) {
            throw new TooLong(limit);
        }
    }
}
