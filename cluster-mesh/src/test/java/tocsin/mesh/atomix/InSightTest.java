package tocsin.mesh.atomix;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.mesh.Links.Peer;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

class InSightTest {
    private static final Peer B = new Peer("b", "127.0.0.1:1");

    /// `jepsen --seed 100`: the look of the thread that joins was overtaken by that of membership,
    /// and then kept: the member thought itself alone from then on, and told what others had told.
    @Test
    void whatWasReadEarlierIsNotKeptOverWhatWasReadLater() throws InterruptedException {
        var members = new AtomicReference<List<Peer>>(List.of());
        var read = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var looks = new AtomicInteger();
        var inSight =
                new InSight(() -> {
                    List<Peer> now = members.get();
                    if (looks.getAndIncrement() == 0) {
                        read.countDown();
                        await(goOn);
                    }
                    return now;
                });
        Thread joins = Thread.ofVirtual().start(inSight::look);
        read.await();
        members.set(List.of(B));

        Thread tells = Thread.ofPlatform().start(inSight::look);
        while (tells.getState() != Thread.State.WAITING
                && tells.getState() != Thread.State.TERMINATED) {
            Thread.onSpinWait();
        }
        goOn.countDown();
        joins.join();
        tells.join();

        assertThat(inSight.peers()).containsExactly(B);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void watchersAreToldWhenSomebodyComesOrGoesAndNotOtherwise() {
        var members = new AtomicReference<List<Peer>>(List.of());
        var told = new AtomicInteger();
        var inSight = new InSight(members::get);
        inSight.watch(told::incrementAndGet);

        inSight.look();
        assertThat(told).hasValue(0);
        members.set(List.of(B));
        inSight.look();
        inSight.look();
        assertThat(told).hasValue(1);
        members.set(List.of());
        inSight.look();
        assertThat(told).hasValue(2);
    }
}
