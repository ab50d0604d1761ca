package tocsin.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.simulation.Register.Value;
import tocsin.testkit.SimLoop;

import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;

final class AbsenceTest {
    private final SimLoop loop = new SimLoop();
    private final SplittableRandom chance = new SplittableRandom(1);
    private final SimNetwork network = new SimNetwork(loop, chance.split());
    private final SimDisk diskA = new SimDisk(loop, chance.split());
    private final SimDisk diskB = new SimDisk(loop, chance.split());
    private final SimDisk diskC = new SimDisk(loop, chance.split());
    private final SimMember a = member("a", diskA);
    private final SimMember b = member("b", diskB);

    @Test
    void whoWasAwayTooLongBringsNothingBackToLife() {
        SimMember c = member("c", diskC);
        loop.advance(Duration.ofSeconds(10));
        a.map().put("kept", new Value(1, "lives"));
        a.map().put("deleted", new Value(1, "lives"));
        loop.advance(Duration.ofSeconds(10));
        assertThat(c.map().get("deleted")).isPresent();
        c.crash();

        Instant end = loop.now().plus(Duration.ofDays(5));
        a.map().put("deleted", new Value(2, "tombstone", end));
        loop.advance(Duration.ofDays(5).plusHours(2));
        assertThat(a.map().get("deleted")).isEmpty();
        SimMember returned = member("c", diskC);
        assertThat(returned.map().get("deleted")).isPresent();
        loop.advance(Duration.ofMinutes(3));

        assertThat(returned.map().get("deleted")).isEmpty();
        assertThat(returned.map().get("kept")).isPresent();
        assertThat(a.map().get("deleted")).isEmpty();
        assertThat(b.map().get("deleted")).isEmpty();
        returned.crash();
        assertThat(member("c", diskC).map().get("deleted")).isEmpty();
    }

    @Test
    void aMemberWithAnEmptyDiskDeletesNothing() {
        loop.advance(Duration.ofSeconds(10));
        a.map().put("kept", new Value(1, "lives"));
        loop.advance(Duration.ofSeconds(10));
        a.crash();
        b.crash();
        loop.advance(Duration.ofDays(6));
        SimMember empty = member("c", diskC);
        SimMember back = member("a", diskA);
        loop.advance(Duration.ofMinutes(2));
        assertThat(back.map().get("kept")).isPresent();
        assertThat(empty.map().get("kept")).isPresent();
    }

    @Test
    void aClockThatJumpsAheadForgetsNothingThatLivesAndFindsWhatItWrites() {
        loop.advance(Duration.ofSeconds(10));
        Instant end = loop.now().plus(Duration.ofHours(2));
        a.map().put("ends", new Value(1, "in two hours", end));
        loop.advance(Duration.ofSeconds(10));
        b.skew(Duration.ofHours(5));
        loop.advance(Duration.ofMinutes(30));
        assertThat(b.map().get("ends")).isPresent();
        a.map().put("ends", new Value(2, "still", end));
        loop.advance(Duration.ofSeconds(5));
        assertThat(b.map().get("ends").map(Value::text)).contains("still");

        b.skew(Duration.ofHours(-5));
        b.map().put("ends", new Value(3, "by a slow clock", end));
        loop.advance(Duration.ofSeconds(5));
        assertThat(a.map().get("ends").map(Value::text)).contains("by a slow clock");
        assertThat(a.content()).isEqualTo(b.content());
    }

    private SimMember member(String name, SimDisk disk) {
        return new SimMember(name, loop, network, disk, Duration.ZERO);
    }
}
