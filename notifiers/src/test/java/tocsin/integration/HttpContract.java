package tocsin.integration;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import tocsin.notify.Delivery;
import tocsin.notify.Delivery.Delivered;
import tocsin.notify.Delivery.Reason;
import tocsin.notify.Delivery.Refused;
import tocsin.notify.Delivery.TryLater;
import tocsin.notify.Notifier;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/// What every integration that speaks HTTP must do, whatever the other side does. Each
/// integration's test extends this.
public abstract class HttpContract {
    private static final AtomicBoolean WARM = new AtomicBoolean();

    /// A notifier that sends to `url`, which holds `secret-token` where the integration allows.
    protected abstract Notifier notifier(String url);

    /// An answer by which the provider says that it has taken a message.
    protected Sink.Reply taken() {
        return Sink.text(200, "");
    }

    /// Whether the provider says in the body of its answer what it thinks of the message.
    protected boolean readsBody() {
        return false;
    }

    /// The first request of a process loads a client's classes, which takes longer than the tests
    /// wait for a server that hangs.
    @BeforeEach
    void warm() throws InterruptedException {
        if (WARM.compareAndSet(false, true)) {
            for (int i = 0; i < 3; i++) {
                told(taken());
            }
        }
    }

    private Delivery impatientlyTold(Sink.Reply reply) throws InterruptedException {
        Fixtures.waitLong(false);
        try {
            return told(reply);
        } finally {
            Fixtures.waitLong(true);
        }
    }

    private Delivery told(Sink.Reply... replies) throws InterruptedException {
        try (var sink = new Sink(replies)) {
            return notifier(sink.url())
                    .send(
                            Fixtures.notification(
                                    Map.of(), Fixtures.firing("a"), Fixtures.resolved("b")));
        }
    }

    private static TryLater later(Delivery delivery) {
        assertThat(delivery).isInstanceOf(TryLater.class);
        return (TryLater) delivery;
    }

    private static Refused refused(Delivery delivery) {
        assertThat(delivery).isInstanceOf(Refused.class);
        return (Refused) delivery;
    }

    @Test
    void whatIsTakenIsDelivered() throws InterruptedException {
        assertThat(told(taken())).isInstanceOf(Delivered.class);
    }

    @Test
    void userAgentIsUpstreams() throws InterruptedException {
        try (var sink = new Sink(taken())) {
            notifier(sink.url()).send(Fixtures.notification(Fixtures.firing("a")));
            assertThat(sink.requests())
                    .isNotEmpty()
                    .allMatch(each -> each.header("User-Agent").equals("Alertmanager/0.34.0"));
        }
    }

    @Test
    void refusalsAreFinalAndSaidInTheProvidersWords() throws InterruptedException {
        Refused refused = refused(told(Sink.text(400, "no such channel")));
        assertThat(refused.reason()).isEqualTo(Reason.CLIENT_ERROR);
        assertThat(refused.cause()).contains("400").contains("no such channel");
        assertThat(refused(told(Sink.text(404, "gone"))).reason()).isEqualTo(Reason.CLIENT_ERROR);
        assertThat(refused(told(Sink.text(413, "long"))).reason()).isEqualTo(Reason.CLIENT_ERROR);
    }

    @Test
    void badCredentialsAreTheirOwnReason() throws InterruptedException {
        assertThat(refused(told(Sink.text(401, "who?"))).reason()).isEqualTo(Reason.AUTH_ERROR);
    }

    @Test
    void aLimitedRateWaitsAsLongAsAsked() throws InterruptedException {
        TryLater later = later(told(Sink.reply(429, "Retry-After: 17\r\n", "slow down")));
        assertThat(later.reason()).isEqualTo(Reason.RATE_LIMITED);
        assertThat(later.pause()).isEqualTo(Duration.ofSeconds(17));
    }

    @Test
    void retryAfterMayBeADate() throws InterruptedException {
        TryLater later =
                later(told(Sink.reply(503, "Retry-After: Sun, 16 Aug 2026 10:01:00 GMT\r\n", "")));
        assertThat(later.pause()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void aFailingServerIsTriedAgain() throws InterruptedException {
        TryLater later = later(told(Sink.text(500, "oh no")));
        assertThat(later.reason()).isEqualTo(Reason.SERVER_ERROR);
        assertThat(later.cause()).contains("500").contains("oh no");
    }

    @Test
    void aServerThatHangsIsGivenUpInTime() throws InterruptedException {
        assertThat(later(impatientlyTold(Sink.hang())).reason())
                .isEqualTo(Reason.CONTEXT_DEADLINE_EXCEEDED);
    }

    @Test
    void aBrokenConnectionIsTriedAgain() throws InterruptedException {
        assertThat(later(told(Sink.reset())).reason()).isEqualTo(Reason.OTHER);
    }

    @Test
    void aServerThatIsNotThereIsTriedAgainAndItsUrlNotShown() throws InterruptedException {
        var sink = new Sink(taken());
        sink.close();
        Delivery delivery = notifier(sink.url()).send(Fixtures.notification(Fixtures.firing("a")));
        assertThat(later(delivery).cause()).contains("<redacted>").doesNotContain("secret-token");
    }

    @Test
    void anAnswerThatDripsIsWaitedForOnlyByThoseWhoReadIt() throws InterruptedException {
        Delivery delivery = impatientlyTold(Sink.drip(200));
        if (readsBody()) {
            later(delivery);
        } else {
            assertThat(delivery).isInstanceOf(Delivered.class);
        }
    }

    @Test
    void anEndlessAnswerIsCutOff() throws InterruptedException {
        assertThat(refused(told(Sink.flood(400))).cause()).hasSizeLessThan(3000);
    }

    @Test
    void aRedirectIsFollowedWithTheMessageKept() throws InterruptedException {
        try (var target = new Sink(taken());
                var sink =
                        new Sink(Sink.reply(307, "Location: " + target.url() + "/there\r\n", ""))) {
            notifier(sink.url()).send(Fixtures.notification(Fixtures.firing("a")));
            assertThat(target.requests()).isNotEmpty();
            assertThat(target.requests().getFirst().method())
                    .isEqualTo(sink.requests().getFirst().method());
            assertThat(target.requests().getFirst().body())
                    .isEqualTo(sink.requests().getFirst().body());
        }
    }

    @Test
    void aRedirectToTheMetadataOfACloudIsRefused() throws InterruptedException {
        Refused refused =
                refused(told(Sink.reply(307, "Location: http://169.254.169.254/latest\r\n", "")));
        assertThat(refused.cause()).contains("169.254.169.254").contains("denied");
    }
}
