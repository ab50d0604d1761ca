package tocsin.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.eclipse.jetty.client.HttpClient;
import org.junit.jupiter.api.Test;

import tocsin.integration.Fixtures;
import tocsin.integration.Sink;

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
}
