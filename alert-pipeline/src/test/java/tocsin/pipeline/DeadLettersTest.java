package tocsin.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import tocsin.alert.Alert;
import tocsin.outbox.Letter;
import tocsin.outbox.Letters;
import tocsin.outbox.OutboxTerms;
import tocsin.outbox.Terms;
import tocsin.pipeline.World.Member;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What was given up, and what people decide about it.
final class DeadLettersTest {
    private final World world = new World();

    @BeforeEach
    void everybodyAnswers() {
        world.answer = _ -> OutboxTest.OK;
    }

    private static OutboxTerms deadline(Duration deadline) {
        var terms =
                new Terms(Optional.empty(), 128, deadline, Terms.Digest.NEVER, Optional.empty());
        return new OutboxTerms(Terms.DEFAULT, Map.of("pager", terms));
    }

    private List<String> successes() {
        return world.told.stream().filter(line -> !line.contains("failed")).toList();
    }

    @Test
    void whatEndsUntoldAfterTheDeadlineIsDeadAndMayBeTriedAgain() {
        world.outbox = deadline(Duration.ofSeconds(100));
        var a = world.start("a");
        a.post(world.firing("Down", "1"));
        world.advance(15);
        world.answer = _ -> OutboxTest.DOWN;
        a.post(world.resolved("Down", "1"));
        world.advance(200);
        int tries = world.told.size();
        world.advance(600);
        assertThat(world.told).hasSize(tries);
        assertThat(a.pipeline.views().groups(_ -> true, _ -> true)).isEmpty();
        Letters.Entry dead = OutboxTest.letters(a).getFirst();
        assertThat(dead.letter().state()).isEqualTo(Letter.State.DEAD);
        assertThat(dead.letter().ends()).hasSize(1);
        world.answer = _ -> OutboxTest.OK;
        assertThat(a.pipeline.notifications().letters().retry(dead.key())).isTrue();
        world.advance(1);
        assertThat(successes().getLast()).endsWith("pager, all alerts resolved: -1");
        assertThat(OutboxTest.letters(a)).isEmpty();
    }

    @Test
    void whatFiresIsTriedAtEachFlushHoweverDeadItsLetter() {
        world.outbox = deadline(Duration.ofSeconds(10));
        var a = world.start("a");
        world.answer = _ -> OutboxTest.NO;
        a.post(world.firing("Down", "1"));
        world.advance(45);
        assertThat(world.told).hasSize(2);
        assertThat(OutboxTest.letters(a).getFirst().letter().state()).isEqualTo(Letter.State.DEAD);
        world.answer = _ -> OutboxTest.OK;
        world.advance(30);
        assertThat(successes()).hasSize(1);
        assertThat(OutboxTest.letters(a)).isEmpty();
    }

    @Test
    void whatIsDroppedIsNotToldUnlessItChangesOrIsToBeRepeated() {
        var a = world.start("a");
        world.answer = _ -> OutboxTest.NO;
        a.post(world.firing("Down", "1"));
        world.advance(15);
        a.pipeline.notifications().letters().drop(OutboxTest.letters(a).getFirst().key());
        world.answer = _ -> OutboxTest.OK;
        world.advance(61);
        assertThat(successes()).isEmpty();
        a.post(world.firing("Down", "2"));
        world.advance(31);
        assertThat(successes()).hasSize(1).first().asString().endsWith(": +1 +2");
    }

    @Test
    void anyMemberMayBeAskedToTryAgain() {
        var a = world.start("a");
        Member b = world.start("b");
        world.answer = _ -> OutboxTest.NO;
        a.post(world.firing("Down", "1"));
        world.advance(25);
        world.answer = _ -> OutboxTest.OK;
        assertThat(OutboxTest.letters(a)).hasSize(1);
        b.pipeline.notifications().letters().retry(OutboxTest.letters(b).getFirst().key());
        world.advance(3);
        assertThat(successes()).hasSize(1);
        assertThat(OutboxTest.letters(a)).isEmpty();
        assertThat(OutboxTest.letters(b)).isEmpty();
    }

    @Test
    void whoAsksWhyIsToldThatItWaitsAndOneWithNothingLeftToTellIsClosed() {
        var a = world.start("a");
        world.answer = _ -> OutboxTest.NO;
        Alert down = world.firing("Down", "1");
        a.post(down);
        world.advance(15);
        assertThat(why(a, down)).startsWith("could not be told, and is a dead letter since ");
        a.post(world.resolved("Down", "1"));
        a.kill();
        Member again = world.start("a");
        world.advance(1);
        for (Letters.Entry entry : OutboxTest.letters(again)) {
            again.pipeline.notifications().letters().retry(entry.key());
        }
        world.advance(1);
        assertThat(OutboxTest.letters(again)).isEmpty();
    }

    private static String why(Member member, Alert alert) {
        var explanation = member.pipeline.explain(alert.fingerprint()).orElseThrow();
        return explanation.ways().getFirst().ears().getFirst().why();
    }
}
