package tocsin.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.SplittableRandom;

/// Mutilated frames: `-Dtocsin.fuzz=10000000` for a long run.
final class FrameFuzzTest {
    private static final long INPUTS = Long.getLong("tocsin.fuzz", 200_000);

    private static final List<Frame> FRAMES =
            List.of(
                    new Frame.Delta("m", 3, List.of(new byte[] {1, 2}, new byte[0])),
                    new Frame.Ack("m", 3, true),
                    new Frame.Root("m", 29_000_000, 42, 7, 1_700_000_000_000L, false, true),
                    new Frame.Nodes(
                            "m",
                            29_000_000,
                            List.of(new Frame.Sums(DigestTree.Node.ROOT, new long[64]))),
                    new Frame.Items(
                            "m",
                            29_000_000,
                            true,
                            false,
                            List.of(
                                    new Frame.Listing(
                                            new DigestTree.Node(3, 77),
                                            new long[] {1, 2},
                                            new long[] {3, 4}))),
                    new Frame.Want("m", new long[] {1, 2, 3}));

    @Test
    void aFrameIsReadAsItWasWritten() {
        for (Frame frame : FRAMES) {
            byte[] bytes = Frame.encode(frame);
            assertThat(Frame.encode(Frame.decode(bytes))).isEqualTo(bytes);
        }
    }

    @Test
    void whatIsNoFrameIsRefusedAndNothingElseHappens() {
        var chance = new SplittableRandom(1);
        List<byte[]> whole = FRAMES.stream().map(Frame::encode).toList();
        long read = 0;
        for (long i = 0; i < INPUTS; i++) {
            byte[] input = whole.get(chance.nextInt(whole.size())).clone();
            for (int changes = chance.nextInt(5); changes > 0; changes--) {
                input[chance.nextInt(input.length)] = (byte) chance.nextInt();
            }
            int cut = chance.nextInt(4) == 0 ? chance.nextInt(input.length) : input.length;
            try {
                Frame.decode(java.util.Arrays.copyOf(input, cut));
                read++;
            } catch (IllegalArgumentException e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
        }
        assertThat(read).isBetween(INPUTS / 10, INPUTS - INPUTS / 10);
    }
}
