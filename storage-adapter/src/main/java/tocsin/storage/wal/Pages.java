package tocsin.storage.wal;

import io.airlift.compress.v3.snappy.SnappyJavaCompressor;

import tocsin.storage.codec.ByteOut;

/// Lays records into pages, in memory: what waits to be written. Confined to its lock.
final class Pages {
    private static final int LEAST_COMPRESSED = 128;

    private final SnappyJavaCompressor snappy = new SnappyJavaCompressor();
    private final int segmentBytes;
    private byte[] packed = new byte[1024];
    private ByteOut waiting = new ByteOut(1 << 16);
    private long position;

    Pages(int segmentBytes) {
        this.segmentBytes = segmentBytes;
    }

    /// The bytes that wait.
    int waiting() {
        return waiting.size();
    }

    /// Where in its segment the next record begins.
    long position() {
        return position;
    }

    /// What waits, given away.
    ByteOut take(ByteOut empty) {
        ByteOut taken = waiting;
        waiting = empty.clear();
        return taken;
    }

    /// Begins with the first page of a segment.
    void newSegment() {
        position = 0;
    }

    /// Adds a record, unless the segment has no room for it.
    boolean add(byte[] record, int length) {
        byte[] bytes = record;
        int size = length;
        int flag = 0;
        if (length >= LEAST_COMPRESSED) {
            int most = snappy.maxCompressedLength(length);
            if (packed.length < most) {
                packed = new byte[most + (most >> 1)];
            }
            int compressed = snappy.compress(record, 0, length, packed, 0, packed.length);
            if (compressed < length) {
                bytes = packed;
                size = compressed;
                flag = WalFormat.SNAPPY;
            }
        }
        if (size > room()) {
            return false;
        }
        fragments(bytes, size, flag);
        return true;
    }

    private long room() {
        long inPage = WalFormat.PAGE - position % WalFormat.PAGE - WalFormat.HEADER;
        long pages = segmentBytes / WalFormat.PAGE - position / WalFormat.PAGE - 1;
        return inPage + pages * (WalFormat.PAGE - WalFormat.HEADER);
    }

    private void fragments(byte[] bytes, int size, int flag) {
        int at = 0;
        boolean first = true; // the first fragment may be empty, where a page ends with its head
        do {
            int inPage = (int) (WalFormat.PAGE - position % WalFormat.PAGE) - WalFormat.HEADER;
            int part = Math.min(size - at, inPage);
            boolean last = at + part == size;
            int type =
                    first
                            ? (last ? WalFormat.FULL : WalFormat.FIRST)
                            : (last ? WalFormat.LAST : WalFormat.MIDDLE);
            waiting.u8(type | flag).u16(part).u32(ByteOut.crc(bytes, at, part));
            waiting.raw(bytes, at, part);
            position += WalFormat.HEADER + part;
            int left = (int) (WalFormat.PAGE - position % WalFormat.PAGE);
            if (left < WalFormat.HEADER) {
                for (int i = 0; i < left; i++) {
                    waiting.u8(0);
                }
                position += left;
            }
            at += part;
            first = false;
        } while (at < size);
    }
}
