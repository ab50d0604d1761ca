package tocsin.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

final class FeedTest {
    private static final long SECOND = 1_000_000_000;
    private static final Function<String, byte[]> BYTES =
            key -> key.getBytes(StandardCharsets.UTF_8);

    private final Feed<String> feed = new Feed<>(100);

    private static List<String> texts(List<byte[]> delta) {
        return delta.stream().map(each -> new String(each, StandardCharsets.UTF_8)).toList();
    }

    @Test
    void aKeyThatChangesOftenIsToldOnce() {
        feed.add("a", 0);
        feed.add("b", 0);
        feed.add("a", 0);
        assertThat(texts(feed.next(0, BYTES))).containsExactly("a", "b");
    }

    @Test
    void oneDeltaIsUnderWayAtATime() {
        feed.add("a", 0);
        feed.next(0, BYTES);
        feed.add("b", 0);
        assertThat(feed.next(0, BYTES)).isEmpty();
        feed.acknowledged(feed.number(), true, 0);
        assertThat(texts(feed.next(0, BYTES))).containsExactly("b");
    }

    @Test
    void whatIsNotAcknowledgedIsSentAgainLessAndLessOften() {
        feed.add("a", 0);
        feed.next(0, BYTES);
        assertThat(feed.again(SECOND - 1, SECOND)).isEmpty();
        assertThat(texts(feed.again(SECOND, SECOND))).containsExactly("a");
        assertThat(feed.again(2 * SECOND, SECOND)).isEmpty();
        assertThat(texts(feed.again(3 * SECOND, SECOND))).containsExactly("a");
    }

    @Test
    void anOldAcknowledgementChangesNothing() {
        feed.add("a", 0);
        feed.next(0, BYTES);
        feed.acknowledged(feed.number() - 1, true, 0);
        assertThat(feed.isIdle()).isFalse();
        assertThat(feed.behindNanos(SECOND)).isEqualTo(SECOND);
        feed.acknowledged(feed.number(), true, SECOND);
        assertThat(feed.isIdle()).isTrue();
        assertThat(feed.behindNanos(SECOND)).isZero();
    }

    @Test
    void whatWasForgottenMeanwhileNeedsNoDelta() {
        feed.add("a", 0);
        assertThat(feed.next(0, _ -> new byte[0])).isEmpty();
        assertThat(feed.isIdle()).isTrue();
    }

    @Test
    void aWriteIsHeardWhenThePeerHasItAndNotWhenItCouldNotReadIt() {
        var heard = new Confirmation(SECOND);
        feed.add("a", heard.asked(1), 0);
        heard.durable();
        feed.next(0, BYTES);
        assertThat(heard.stage()).isNotDone();
        feed.acknowledged(feed.number(), true, 0);
        assertThat(heard.stage()).isCompleted();
    }

    @Test
    void writesThatAreAnsweredTogetherAreHeardWhenThePeerHasAllOfThem() {
        var all = new Confirmation(SECOND);
        all.durable();
        Confirmation.Asked asked = all.asked(2);
        feed.add("a", asked, 0);
        feed.next(0, BYTES);
        feed.add("b", asked, 0);
        feed.acknowledged(feed.number(), true, 0);
        assertThat(all.stage()).isNotDone();
        feed.next(0, BYTES);
        feed.acknowledged(feed.number(), true, 0);
        assertThat(all.stage()).isCompleted();
    }

    @Test
    void aPeerThatCouldNotReadOneOfThemHasNotHeardThem() {
        var all = new Confirmation(SECOND);
        all.durable();
        Confirmation.Asked here = all.asked(2);
        Confirmation.Asked elsewhere = all.asked(2);
        here.lost();
        here.heard();
        elsewhere.heard();
        assertThat(all.stage()).isNotDone();
        elsewhere.heard();
        assertThat(all.stage()).isCompleted();
    }

    @Test
    void whoIsGoneIsNotWaitedForAndToldLater() {
        var confirmation = new Confirmation(SECOND);
        feed.add("a", confirmation.asked(1), 0);
        confirmation.durable();
        feed.next(0, BYTES);
        feed.add("b", 0);
        feed.pause();
        assertThat(confirmation.stage()).isCompleted();
        assertThat(texts(feed.next(0, BYTES))).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void atTheLimitTheOldestIsDroppedAndAComparisonIsDue() {
        feed.inStep();
        for (int i = 0; i < Feed.LIMIT; i++) {
            assertThat(feed.add("k" + i, 0)).isFalse();
        }
        assertThat(feed.add("one more", 0)).isTrue();
        assertThat(feed.isInStep()).isFalse();
        assertThat(feed.waiting()).isEqualTo(Feed.LIMIT);
    }

    @Test
    void aDeltaIsBoundedInEntriesAndBytes() {
        for (int i = 0; i < 5_000; i++) {
            feed.add("k" + i, 0);
        }
        assertThat(feed.next(0, BYTES)).hasSizeLessThanOrEqualTo(2_000);
        feed.acknowledged(feed.number(), true, 0);
        List<byte[]> large = feed.next(0, _ -> new byte[200_000]);
        assertThat(large).hasSizeLessThanOrEqualTo(3);
    }
}
