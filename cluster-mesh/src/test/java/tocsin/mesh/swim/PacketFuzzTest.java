package tocsin.mesh.swim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// Mutilated packets: `-Dtocsin.fuzz=10000000` for a long run.
final class PacketFuzzTest {
    private static final long INPUTS = Long.getLong("tocsin.fuzz", 200_000);
    private static final Claim SELF = Claim.alive("alpha", "10.0.0.1:9094", 1_700_000_000_000L);
    private static final List<Claim> RUMOURS =
            List.of(
                    new Claim("beta", "10.0.0.2:9094", 7, Standing.SUSPECT, "alpha"),
                    new Claim("gamma", "10.0.0.3:9094", 9, Standing.LEFT, "gamma"));

    private static final List<Packet> PACKETS =
            List.of(
                    new Packet(SELF, new Packet.Ping(3, "beta"), RUMOURS),
                    new Packet(SELF, new Packet.Ack(3, "beta"), List.of()),
                    new Packet(SELF, new Packet.Nack(3, "beta"), RUMOURS),
                    new Packet(SELF, new Packet.PingFor(3, "beta", "10.0.0.2:9094", 200), RUMOURS),
                    new Packet(SELF, new Packet.Sync(true), RUMOURS),
                    new Packet(SELF, new Packet.Gossip(), RUMOURS));

    @Test
    void aPacketIsReadAsItWasWritten() {
        for (Packet packet : PACKETS) {
            assertThat(Packet.decode(packet.encode())).isEqualTo(packet);
        }
    }

    @Test
    void whatIsNoPacketIsRefusedAndNothingElseHappens() {
        var chance = new SplittableRandom(1);
        List<byte[]> whole = PACKETS.stream().map(Packet::encode).toList();
        long read = 0;
        for (long i = 0; i < INPUTS; i++) {
            byte[] input = whole.get(chance.nextInt(whole.size())).clone();
            for (int changes = chance.nextInt(5); changes > 0; changes--) {
                input[chance.nextInt(input.length)] = (byte) chance.nextInt();
            }
            int cut = chance.nextInt(4) == 0 ? chance.nextInt(input.length) : input.length;
            try {
                Packet.decode(Arrays.copyOf(input, cut));
                read++;
            } catch (IllegalArgumentException e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
        }
        assertThat(read).isBetween(INPUTS / 10, INPUTS - INPUTS / 10);
    }
}
