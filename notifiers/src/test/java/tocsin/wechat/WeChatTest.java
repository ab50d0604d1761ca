package tocsin.wechat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.integration.Fixtures;
import tocsin.integration.Json;
import tocsin.integration.Sink;
import tocsin.notify.Delivery;
import tocsin.notify.Delivery.Delivered;
import tocsin.notify.Delivery.Refused;
import tocsin.notify.Delivery.TryLater;
import tocsin.notify.Notifier;

import java.util.Map;

final class WeChatTest {
    private static Notifier notifier(String url) {
        return Fixtures.read(
                new WeChatKind(),
                Map.of(),
                "{api_url: '" + url + "', api_secret: secret-token, corp_id: corp, to_user: u}");
    }

    private static Sink.Reply taken() {
        return Sink.json(200, "{\"errcode\":0,\"access_token\":\"t\"}");
    }

    @Test
    void aTokenIsFetchedAndKept() throws InterruptedException {
        try (var sink = new Sink(taken())) {
            Notifier notifier = notifier(sink.url());
            notifier.send(Fixtures.notification(Fixtures.firing("a")));
            notifier.send(Fixtures.notification(Fixtures.firing("a")));
            assertThat(sink.requests())
                    .extracting(each -> each.method() + " " + each.target())
                    .containsExactly(
                            "GET /gettoken?corpid=corp&corpsecret=secret-token",
                            "POST /message/send?access_token=t",
                            "POST /message/send?access_token=t");
            assertThat(sink.requests().getLast().json())
                    .isEqualTo(
                            Json.object(
                                    """
                                    {"text":{"content":"<wechat.default.message>"},"touser":"u",
                                     "toparty":"<wechat.default.to_party>",
                                     "totag":"<wechat.default.to_tag>",
                                     "agentid":"<wechat.default.agent_id>","safe":"0",
                                     "msgtype":"text","markdown":{"content":""}}
                                    """));
        }
    }

    @Test
    void anExpiredTokenIsFetchedAnew() throws InterruptedException {
        try (var sink =
                new Sink(taken(), Sink.json(200, "{\"errcode\":42001}"), taken(), taken())) {
            Notifier notifier = notifier(sink.url());
            assertThat(notifier.send(Fixtures.notification(Fixtures.firing("a"))))
                    .isInstanceOf(TryLater.class);
            assertThat(notifier.send(Fixtures.notification(Fixtures.firing("a"))))
                    .isInstanceOf(Delivered.class);
            assertThat(sink.requests()).hasSize(4);
        }
    }

    @Test
    void aWrongSecretIsFinal() throws InterruptedException {
        try (var sink = new Sink(Sink.json(200, "{\"errcode\":40001}"))) {
            Delivery delivery =
                    notifier(sink.url()).send(Fixtures.notification(Fixtures.firing("a")));
            assertThat(((Refused) delivery).cause())
                    .isEqualTo("invalid APISecret for CorpID: corp");
        }
    }

    @Test
    void settingsThatCannotBeAreNamed() {
        assertThat(Fixtures.problems(new WeChatKind(), "{}"))
                .contains("no global Wechat CorpID set");
        assertThat(Fixtures.problems(new WeChatKind(), "{corp_id: x}"))
                .contains("no global Wechat Api Secret set");
        assertThat(
                        Fixtures.problems(
                                new WeChatKind(), "{corp_id: x, api_secret: y, message_type: z}"))
                .contains("does not match valid options");
    }
}
