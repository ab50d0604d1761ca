package tocsin.mesh.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.SplittableRandom;

/// Mutilated messages: `-Dtocsin.fuzz=10000000` for a long run.
final class MessageFuzzTest {
    private static final long INPUTS = Long.getLong("tocsin.fuzz", 200_000);

    @Test
    void whatIsNoMessageIsRefusedAndNothingElseHappens() {
        var chance = new SplittableRandom(1);
        List<byte[]> whole =
                List.of(
                        bytes(new Message.Greeting(1, "label", "name", "127.0.0.1:9094")),
                        bytes(new Message.Letter(7, "subject", new byte[40])),
                        bytes(new Message.Answer(7, Message.Outcome.TAKEN, new byte[40])));
        long read = 0;
        for (long i = 0; i < INPUTS; i++) {
            byte[] input = whole.get(chance.nextInt(whole.size())).clone();
            for (int changes = chance.nextInt(6); changes > 0; changes--) {
                input[chance.nextInt(input.length)] = (byte) chance.nextInt();
            }
            int length = chance.nextInt(4) == 0 ? chance.nextInt(input.length) : input.length;
            try {
                Message.read(Unpooled.wrappedBuffer(input, 0, length));
                read++;
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageNotContaining("null");
            }
        }
        assertThat(read).isBetween(INPUTS / 10, INPUTS - INPUTS / 10);
    }

    private static byte[] bytes(Message message) {
        ByteBuf out = Unpooled.buffer();
        Message.write(message, out);
        byte[] bytes = new byte[out.readableBytes()];
        out.readBytes(bytes);
        return bytes;
    }
}
