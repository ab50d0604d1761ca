package tocsin.storage.head;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// The hash by which series are looked up: eight bytes at a time, multiplied and folded. It never
/// leaves the process.
public final class LabelHash {
    /// Where a hash begins.
    public static final long SEED = 0x9e3779b97f4a7c15L;

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long A = 0xa0761d6478bd642fL;
    private static final long B = 0xe7037ed1a0b428dbL;

    private LabelHash() {}

    /// Goes on with a name or a value.
    public static long add(long hash, byte[] bytes, int offset, int length) {
        long mixed = hash ^ (length * A);
        int at = offset;
        int end = offset + length;
        for (; at + 8 <= end; at += 8) {
            mixed = fold(mixed ^ (long) LONG.get(bytes, at));
        }
        long tail = 0;
        for (; at < end; at++) {
            tail = tail << 8 | (bytes[at] & 0xff);
        }
        return fold(mixed ^ tail ^ B);
    }

    private static long fold(long value) {
        long high = Math.unsignedMultiplyHigh(value, A);
        return high ^ (value * A) ^ B;
    }
}
