package tocsin.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.notify.Delivery;
import tocsin.notify.Delivery.Reason;
import tocsin.outbox.Health;
import tocsin.outbox.Pause;
import tocsin.outbox.PauseSchema;
import tocsin.outbox.Place;
import tocsin.pipeline.World.Member;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// What a destination asked for, and how it does, is known to all members and after a crash.
final class PausesTest {
    private static final Delivery OK = new Delivery.Delivered(Map.of(), "ok");
    private static final Delivery DOWN =
            new Delivery.TryLater(Duration.ZERO, Reason.SERVER_ERROR, "503");
    private static final Delivery ALONE =
            new Delivery.TryLater(Duration.ofSeconds(300), Reason.RATE_LIMITED, "429");

    private final World world = new World();

    private List<String> startsWith(String prefix) {
        return world.told.stream().filter(line -> line.startsWith(prefix)).toList();
    }

    private void postMany(Member member, int groups) {
        for (int i = 0; i < groups; i++) {
            member.post(world.firing("Down" + i, "x" + i));
        }
    }

    @Test
    void whoAskedToBeLeftAloneIsLeftAloneAfterARestart() {
        Member a = world.start("a");
        world.answer = _ -> ALONE;
        a.post(world.firing("Down", "1"));
        world.advance(11);
        a.kill();
        world.answer = _ -> OK;
        Member again = world.start("a");
        world.advance(10);
        again.post(world.firing("Down", "1"), world.firing("Other", "1"));
        world.advance(200);
        assertThat(world.told).hasSize(1);
        again.post(world.firing("Down", "1"), world.firing("Other", "1"));
        world.advance(90);
        assertThat(world.told).hasSize(3);
        assertThat(startsWith("310s")).hasSize(2);
    }

    @Test
    void whoAskedToBeLeftAloneIsLeftAloneByTheOthersAndByWhoTakesOver() {
        Member a = world.start("a");
        Member b = world.start("b");
        world.answer = _ -> ALONE;
        a.post(world.firing("Down", "1"));
        world.advance(60);
        assertThat(world.told).hasSize(1);
        boolean aTold = health(a).attempts() > 0;
        (aTold ? a : b).kill();
        world.answer = _ -> OK;
        Member left = aTold ? b : a;
        for (int i = 0; i < 24; i++) {
            left.post(world.firing("Down", "1"));
            world.advance(10);
        }
        assertThat(world.told).hasSize(1);
        world.advance(30);
        assertThat(world.told).hasSize(2);
        assertThat(startsWith("310s")).hasSize(1);
    }

    private static Health health(Member member) {
        return member.pipeline.notifications().destinations().stream()
                .filter(each -> each.place().receiver().equals("pager"))
                .findFirst()
                .orElseThrow()
                .health();
    }

    @Test
    void aMemberWithAWrongClockHoldsNobodyBackForLong() {
        world.network
                .start("z")
                .open(new PauseSchema(), world.loop)
                .put(
                        new Place("pager", "webhook", 0),
                        new Pause(world.start, world.start.plus(Duration.ofDays(1)), false));
        world.advance(1);
        Member a = world.start("a");
        for (int i = 0; i < 7; i++) {
            a.post(world.firing("Down", "1"));
            world.advance(100);
        }
        assertThat(world.told).hasSize(1);
        assertThat(startsWith("60")).hasSize(1);
    }

    @Test
    void aBackOffGoesOnAfterARestart() {
        Member a = world.start("a");
        world.answer = _ -> DOWN;
        a.post(world.firing("Down", "1"));
        world.advance(270);
        a.kill();
        int before = world.told.size();
        world.start("a");
        world.advance(20);
        assertThat(world.told.size() - before).isLessThanOrEqualTo(2);
    }

    @Test
    void aDestinationThatWasDownIsAskedByOneNotificationAfterARestart() {
        Member a = world.start("a");
        world.answer = _ -> DOWN;
        world.sendTakes = Duration.ofSeconds(2);
        postMany(a, 100);
        world.advance(60);
        a.kill();
        int before = world.told.size();
        Member again = world.start("a");
        postMany(again, 100);
        world.advance(21);
        assertThat(world.told.size() - before).isBetween(1, 10);
    }

    @Test
    void aDestinationThatAnotherReachesIsNotTakenForDown() {
        Member a = world.start("a");
        Member b = world.start("b");
        postMany(a, 20);
        world.advance(20);
        assertThat(world.told).hasSize(20);
        world.refuses = name -> name.equals("a");
        world.told.clear();
        for (int i = 20; i < 60; i++) {
            a.post(world.firing("Down" + i, "x" + i));
        }
        world.advance(20);
        assertThat(world.told.stream().filter(line -> !line.endsWith("(failed)"))).hasSize(40);
        assertThat(health(b).failures()).isZero();
    }
}
