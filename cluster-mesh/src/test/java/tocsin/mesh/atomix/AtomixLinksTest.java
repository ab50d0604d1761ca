package tocsin.mesh.atomix;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import tocsin.mesh.swim.SwimTiming;
import tocsin.mesh.wire.Trust;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

final class AtomixLinksTest {
    private final List<AtomixLinks> open = new ArrayList<>();

    @AfterEach
    void close() throws InterruptedException {
        for (AtomixLinks links : open) {
            links.close();
        }
    }

    @Test
    void threeMembersFindEachOtherTalkAndPart() throws Exception {
        List<Integer> ports = ports(3);
        AtomixLinks a = join("a", ports, 0);
        AtomixLinks b = join("b", ports, 1);
        AtomixLinks c = join("c", ports, 2);
        assertThat(a.named()).as("itself left out").isEqualTo(2);
        await(() -> List.of(a, b, c).stream().allMatch(links -> links.peers().size() == 2));

        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        b.receive((from, frame) -> heard.add(from + new String(frame, StandardCharsets.UTF_8)));
        byte[] large = "x".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
        a.send("b", " says hello".getBytes(StandardCharsets.UTF_8));
        assertThat(heard.poll(5, TimeUnit.SECONDS)).isEqualTo("a says hello");
        a.send("b", large);
        assertThat(heard.poll(5, TimeUnit.SECONDS)).hasSize(1 + (1 << 20));

        open.remove(c);
        c.close();
        await(() -> a.peers().size() == 1 && b.peers().size() == 1);
        assertThat(a.peers().getFirst().address()).isEqualTo("127.0.0.1:" + ports.get(1));
    }

    private AtomixLinks join(String name, List<Integer> ports, int index) throws Exception {
        var address = new InetSocketAddress("127.0.0.1", ports.get(index));
        AtomixLinks links =
                AtomixLinks.join(
                        _ -> {},
                        new AtomixSettings(
                                name,
                                "test",
                                address,
                                address,
                                ports.stream().map(port -> "127.0.0.1:" + port).toList(),
                                SwimTiming.defaults(),
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(15),
                                Duration.ofSeconds(5),
                                Trust.CLEAR_TEXT));
        open.add(links);
        return links;
    }

    private static List<Integer> ports(int count) {
        return IntStream.range(0, count).mapToObj(_ -> port()).toList();
    }

    private static int port() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("within 30 s").isLessThan(deadline);
            Thread.sleep(20);
        }
    }
}
