package tocsin.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import tocsin.alert.Alert;
import tocsin.nflog.LogEntry;
import tocsin.nflog.LogKey;
import tocsin.nflog.LogSchema;
import tocsin.notify.Delivery;
import tocsin.notify.Delivery.Reason;
import tocsin.outbox.Letter;
import tocsin.outbox.Letters;
import tocsin.outbox.OutboxSchema;
import tocsin.outbox.OutboxTerms;
import tocsin.outbox.Terms;
import tocsin.pipeline.World.Member;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

final class OutboxTest {
    private static final Delivery OK = new Delivery.Delivered(Map.of(), "ok");
    private static final Delivery DOWN =
            new Delivery.TryLater(Duration.ZERO, Reason.SERVER_ERROR, "503");
    private static final Delivery NO = new Delivery.Refused(Reason.CLIENT_ERROR, "400");

    private final World world = new World();

    @BeforeEach
    void everybodyAnswers() {
        world.answer = _ -> OK;
    }

    private static OutboxTerms terms(
            Optional<Terms.Rate> rate,
            Duration deadline,
            Terms.Digest digest,
            Optional<Terms.Fallback> fallback) {
        return new OutboxTerms(
                Terms.DEFAULT, Map.of("pager", new Terms(rate, 128, deadline, digest, fallback)));
    }

    private static OutboxTerms rate(double perSecond, int burst, Terms.Digest digest) {
        return terms(
                Optional.of(new Terms.Rate(perSecond, burst)),
                Duration.ofHours(24),
                digest,
                Optional.empty());
    }

    private static OutboxTerms deadline(Duration deadline) {
        return terms(Optional.empty(), deadline, Terms.Digest.NEVER, Optional.empty());
    }

    private static List<Letters.Entry> letters(Member member) {
        return member.pipeline.notifications().letters().open();
    }

    private List<String> successes() {
        return world.told.stream().filter(line -> !line.contains("failed")).toList();
    }

    @Test
    void whatFailsIsToldOnceAsItStandsWhenTheReceiverIsBack() {
        var a = world.start("a");
        world.answer = _ -> DOWN;
        a.post(world.firing("Down", "1"));
        world.advance(60);
        a.post(world.firing("Down", "2"));
        world.advance(60);
        a.post(world.resolved("Down", "1"), world.firing("Down", "2"));
        world.advance(90);
        assertThat(letters(a)).hasSize(1);
        assertThat(letters(a).getFirst().letter().cause()).isEqualTo("503");
        world.answer = _ -> OK;
        world.advance(70);
        assertThat(successes()).singleElement().asString().endsWith("first notification: -1 +2");
        assertThat(letters(a)).isEmpty();
    }

    @Test
    void aReceiverThatIsAwayForHoursIsNotForgottenWhateverTheGroupInterval() {
        var a = world.start("a");
        a.post(world.firing("Down", "1"));
        world.advance(15);
        world.answer = _ -> DOWN;
        a.post(world.resolved("Down", "1"));
        world.advance(5 * 3600);
        assertThat(world.told.size()).isBetween(200, 1_000);
        world.answer = _ -> OK;
        world.advance(120);
        assertThat(successes()).hasSize(2);
        assertThat(successes().getLast()).endsWith("pager, all alerts resolved: -1");
        assertThat(a.pipeline.views().groups(_ -> true, _ -> true)).isEmpty();
    }

    @Test
    void whatFiredAndEndedWhileTheReceiverWasAwayIsNotWorthTelling() {
        var a = world.start("a");
        world.answer = _ -> DOWN;
        a.post(world.firing("Down", "1"));
        world.advance(60);
        a.post(world.resolved("Down", "1"));
        world.advance(60);
        world.answer = _ -> OK;
        world.advance(120);
        assertThat(successes()).isEmpty();
        assertThat(letters(a)).isEmpty();
    }

    @Test
    void aCrashWithinASendIsMadeUpForAtTheStartAndNotAtTheNextInterval() {
        var a = world.start("a");
        world.sendTakes = Duration.ofSeconds(3);
        a.post(world.firing("Down", "1"));
        world.advance(11);
        a.kill();
        world.advance(2);
        world.sendTakes = Duration.ZERO;
        world.start("a");
        world.advance(1);
        assertThat(world.told).containsExactly("13s pager, first notification: +1");
        world.advance(60);
        assertThat(world.told).hasSize(1);
    }

    @Test
    void aCrashAmidRetriesIsMadeUpForToo() {
        var a = world.start("a");
        world.answer = _ -> DOWN;
        a.post(world.firing("Down", "1"));
        world.advance(20);
        a.kill();
        world.answer = _ -> OK;
        Member again = world.start("a");
        world.advance(6);
        assertThat(successes()).hasSize(1);
        assertThat(letters(again)).isEmpty();
    }

    @Test
    void anEndThatTheStoreHasForgottenIsInTheLetter() {
        Alert ended = world.resolved("Down", "1");
        var key = new LogKey("{}:{alertname=\"Down\"}", "pager", "webhook", 0);
        var before = world.network.start("a");
        before.open(new LogSchema(), world.loop)
                .put(
                        key,
                        new LogEntry(
                                world.start,
                                Set.of(ended.fingerprint()),
                                Set.of(),
                                Map.of(),
                                world.start.plus(Duration.ofDays(1))));
        before.open(new OutboxSchema(), world.loop)
                .put(
                        key,
                        new Letter(
                                Letter.State.PENDING,
                                world.start,
                                world.start,
                                7,
                                Set.of(),
                                Set.of(ended.fingerprint()),
                                "serverError",
                                "503",
                                List.of(ended)));
        world.advance(1);
        Member a = world.start("a");
        world.advance(10);
        assertThat(world.told)
                .singleElement()
                .asString()
                .endsWith("s pager, all alerts resolved: -1");
        assertThat(letters(a)).isEmpty();
    }

    @Test
    void aDestinationIsToldNoFasterThanItsPace() {
        world.outbox = rate(0.5, 2, Terms.Digest.NEVER);
        var a = world.start("a");
        for (int i = 0; i < 6; i++) {
            a.post(world.firing("Down" + i, "x" + i));
        }
        world.advance(15);
        assertThat(world.told.stream().map(line -> line.split("s ", 2)[0]))
                .containsExactly("10", "10", "12", "14");
        assertThat(letters(a)).hasSize(2);
        world.advance(5);
        assertThat(world.told).hasSize(6).doesNotHaveDuplicates();
    }

    @Test
    void aCrashWithABacklogLosesNone() {
        world.outbox = rate(0.5, 2, Terms.Digest.NEVER);
        var a = world.start("a");
        for (int i = 0; i < 6; i++) {
            a.post(world.firing("Down" + i, "x" + i));
        }
        world.advance(13);
        a.kill();
        world.start("a");
        world.advance(9);
        assertThat(world.told).hasSize(6).doesNotHaveDuplicates();
    }

    @Test
    void membersShareThePace() {
        world.outbox = rate(1, 1, Terms.Digest.NEVER);
        var a = world.start("a");
        world.start("b");
        for (int i = 0; i < 40; i++) {
            a.post(world.firing("Down" + i, "x" + i));
        }
        world.advance(30);
        assertThat(world.told.size()).isBetween(15, 23);
        world.advance(60);
        assertThat(world.told).hasSize(40).doesNotHaveDuplicates();
    }

    @Test
    void whoAsksToBeLeftAloneIsLeftAloneByAll() {
        world.answer =
                _ -> new Delivery.TryLater(Duration.ofSeconds(20), Reason.RATE_LIMITED, "429");
        var a = world.start("a");
        a.post(world.firing("Down1", "1"));
        world.advance(11);
        a.post(world.firing("Down2", "2"));
        world.advance(18);
        assertThat(world.told).hasSize(1);
        world.answer = _ -> OK;
        world.advance(2);
        assertThat(successes()).hasSize(2);
    }

    @Test
    void aBacklogIsToldInOneMessageAndEachGroupIsWrittenDown() {
        world.outbox = rate(0.1, 1, new Terms.Digest(10, Duration.ofSeconds(5)));
        var a = world.start("a");
        for (int i = 0; i < 30; i++) {
            a.post(world.firing("Down" + i, "x" + i));
        }
        world.advance(25);
        assertThat(world.told).hasSize(2);
        assertThat(world.told.getLast()).startsWith("20s pager, digest of 29 groups: ");
        world.advance(60);
        assertThat(world.told).hasSize(2);
        assertThat(letters(a)).isEmpty();
        a.post(world.resolved("Down3", "x3"));
        world.advance(60);
        assertThat(world.told.getLast()).endsWith("pager, all alerts resolved: -x3");
    }

    @Test
    void incidentsAreNeverToldInOneMessage() {
        world.closesIncidents = true;
        world.outbox = rate(1, 1, new Terms.Digest(10, Duration.ofSeconds(5)));
        var a = world.start("a");
        for (int i = 0; i < 30; i++) {
            a.post(world.firing("Down" + i, "x" + i));
        }
        world.advance(60);
        assertThat(world.told).hasSize(30);
    }

    @Test
    void anotherReceiverStandsInAndIsToldOfTheEndToo() {
        world.outbox =
                terms(
                        Optional.empty(),
                        Duration.ofHours(24),
                        Terms.Digest.NEVER,
                        Optional.of(new Terms.Fallback("chat", Duration.ofSeconds(60))));
        world.answer = notification -> notification.receiver().equals("chat") ? OK : DOWN;
        var a = world.start("a");
        a.post(world.firing("Down", "1"));
        world.advance(69);
        assertThat(successes()).isEmpty();
        world.advance(2);
        assertThat(successes()).containsExactly("70s chat, first notification: +1");
        world.answer = _ -> OK;
        world.advance(61);
        assertThat(successes()).hasSize(2);
        a.post(world.resolved("Down", "1"));
        world.advance(61);
        assertThat(successes().stream().map(line -> line.split("s ", 2)[1]))
                .containsExactly(
                        "chat, first notification: +1",
                        "pager, first notification: +1",
                        "pager, all alerts resolved: -1",
                        "chat, all alerts resolved: -1");
    }

    @Test
    void whatEndsUntoldAfterTheDeadlineIsDeadAndMayBeTriedAgain() {
        world.outbox = deadline(Duration.ofSeconds(100));
        var a = world.start("a");
        a.post(world.firing("Down", "1"));
        world.advance(15);
        world.answer = _ -> DOWN;
        a.post(world.resolved("Down", "1"));
        world.advance(200);
        int tries = world.told.size();
        world.advance(600);
        assertThat(world.told).hasSize(tries);
        assertThat(a.pipeline.views().groups(_ -> true, _ -> true)).isEmpty();
        Letters.Entry dead = letters(a).getFirst();
        assertThat(dead.letter().state()).isEqualTo(Letter.State.DEAD);
        assertThat(dead.letter().ends()).hasSize(1);
        world.answer = _ -> OK;
        assertThat(a.pipeline.notifications().letters().retry(dead.key())).isTrue();
        world.advance(1);
        assertThat(successes().getLast()).endsWith("pager, all alerts resolved: -1");
        assertThat(letters(a)).isEmpty();
    }

    @Test
    void whatFiresIsTriedAtEachFlushHoweverDeadItsLetter() {
        world.outbox = deadline(Duration.ofSeconds(10));
        var a = world.start("a");
        world.answer = _ -> NO;
        a.post(world.firing("Down", "1"));
        world.advance(45);
        assertThat(world.told).hasSize(2);
        assertThat(letters(a).getFirst().letter().state()).isEqualTo(Letter.State.DEAD);
        world.answer = _ -> OK;
        world.advance(30);
        assertThat(successes()).hasSize(1);
        assertThat(letters(a)).isEmpty();
    }

    @Test
    void whatIsDroppedIsNotToldUnlessItChangesOrIsToBeRepeated() {
        var a = world.start("a");
        world.answer = _ -> NO;
        a.post(world.firing("Down", "1"));
        world.advance(15);
        a.pipeline.notifications().letters().drop(letters(a).getFirst().key());
        world.answer = _ -> OK;
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
        world.answer = _ -> NO;
        a.post(world.firing("Down", "1"));
        world.advance(25);
        world.answer = _ -> OK;
        assertThat(letters(a)).hasSize(1);
        b.pipeline.notifications().letters().retry(letters(b).getFirst().key());
        world.advance(3);
        assertThat(successes()).hasSize(1);
        assertThat(letters(a)).isEmpty();
        assertThat(letters(b)).isEmpty();
    }

    @Test
    void aSlowIntegrationDoesNotHoldUpItsGroup() {
        var a = world.start("a");
        world.sendTakes = Duration.ofSeconds(100);
        a.post(world.firing("Down", "1"));
        world.advance(50);
        a.post(world.firing("Down", "2"));
        world.advance(65);
        assertThat(world.told).containsExactly("110s pager, first notification: +1");
        world.advance(100);
        assertThat(world.told.getLast()).isEqualTo("210s pager, new alerts added: +1 +2");
    }

    @Test
    void healthAndQueueAreSeen() {
        var a = world.start("a");
        a.post(world.firing("Down", "1"));
        world.advance(11);
        world.answer = _ -> NO;
        a.post(world.firing("Other", "1"));
        world.advance(11);
        var pager =
                a.pipeline.notifications().destinations().stream()
                        .filter(each -> each.place().receiver().equals("pager"))
                        .findFirst()
                        .orElseThrow();
        assertThat(pager.health().lastSuccess()).contains(world.start.plusSeconds(10));
        assertThat(pager.health().lastFailure().orElseThrow().cause()).isEqualTo("400");
        assertThat(pager.health().failures()).isEqualTo(1);
        assertThat(pager.queued()).isZero();
    }
}
