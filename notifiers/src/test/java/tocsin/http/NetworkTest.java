package tocsin.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.eclipse.jetty.client.HttpClient;
import org.junit.jupiter.api.Test;

import tocsin.http.HttpSettings.Authorization;
import tocsin.integration.Fixtures;
import tocsin.integration.Sink;

import java.util.ArrayList;

final class NetworkTest {
    @Test
    void clientsAreStoppedBeforeTheThreadsTheyUse() throws Exception {
        try (var sink = new Sink(Sink.text(200, ""))) {
            var network = new Network(Fixtures.NETWORK.rules());
            var live = new LiveClient(HttpSettings.DEFAULT, network);
            HttpClient client = live.get();
            assertThat(client.GET(sink.url()).getStatus()).isEqualTo(200);
            network.close();
            assertThat(client.isStopped()).isTrue();
        }
    }

    /// Hundreds of receivers have hundreds of senders, and few ways to speak.
    @Test
    void sendersThatSpeakAlikeShareAClient() throws Exception {
        try (var network = new Network(Fixtures.NETWORK.rules())) {
            var senders = new ArrayList<LiveClient>();
            for (int i = 0; i < 600; i++) {
                Authorization own = new Authorization.Token("Bearer", Secret.of("secret " + i));
                senders.add(new LiveClient(HttpSettings.DEFAULT.with(own), network));
            }
            HttpClient first = senders.getFirst().get();
            for (LiveClient sender : senders) {
                assertThat(sender.get()).isSameAs(first);
            }
            var direct = new LiveClient(withoutHttp2(), network);
            assertThat(direct.get()).isNotSameAs(first);
            assertThat(network.clients()).isEqualTo(2);
        }
    }

    private static HttpSettings withoutHttp2() {
        HttpSettings all = HttpSettings.DEFAULT;
        return new HttpSettings(
                all.authorization(),
                all.tls(),
                all.followsRedirects(),
                false,
                all.proxy(),
                all.headers());
    }

    @Test
    void aClientIsStoppedWhenTheLastSenderGivesItUp() throws Exception {
        try (var network = new Network(Fixtures.NETWORK.rules())) {
            HttpSettings settings = HttpSettings.DEFAULT;
            var kind =
                    new Network.Kind(
                            settings.tls(),
                            TlsFiles.of(settings.tls()),
                            settings.http2(),
                            settings.proxy());
            HttpClient client = network.lease(kind, settings);
            assertThat(network.lease(kind, settings)).isSameAs(client);
            network.release(kind);
            assertThat(client.isStarted()).isTrue();
            network.release(kind);
            assertThat(client.isStopped()).isTrue();
            assertThat(network.lease(kind, settings)).isNotSameAs(client);
        }
    }
}
