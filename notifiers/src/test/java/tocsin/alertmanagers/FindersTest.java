package tocsin.alertmanagers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.alertmanagers.Discovery.Dns;
import tocsin.alertmanagers.Discovery.TargetGroup;
import tocsin.http.Destinations;
import tocsin.http.HttpSettings;
import tocsin.http.Network;
import tocsin.labels.Labels;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

import javax.naming.NamingException;

/// What each kind of discovery finds.
final class FindersTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @TempDir Path folder;

    private final Network network =
            new Network(
                    new Network.Rules(
                            Destinations.DEFAULT,
                            Network.Limits.DEFAULT,
                            "test",
                            Map.of(),
                            InstantSource.system()));

    @AfterEach
    void close() {
        network.close();
    }

    private List<TargetGroup> find(Discovery discovery) throws IOException, InterruptedException {
        return Finders.of(discovery, network).find();
    }

    @Test
    void filesOfBothKinds() throws Exception {
        Files.writeString(
                folder.resolve("a.yml"), "- targets: [am1:9093]\n  labels: {zone: west}\n");
        Files.writeString(folder.resolve("b.json"), "[{\"targets\": [\"am2:9093\", \"am3\"]}]");
        assertThat(find(new Discovery.Files(folder, List.of("*.yml", "*.json"), MINUTE)))
                .containsExactly(
                        new TargetGroup(
                                List.of("am1:9093"),
                                Labels.of(
                                        "__meta_filepath",
                                        folder.resolve("a.yml").toString(),
                                        "zone",
                                        "west")),
                        new TargetGroup(
                                List.of("am2:9093", "am3"),
                                Labels.of("__meta_filepath", folder.resolve("b.json").toString())));
    }

    @Test
    void aFileThatIsWrongIsNamed() throws Exception {
        Files.writeString(folder.resolve("a.yml"), "- targets: am1\n");
        var discovery = new Discovery.Files(folder, List.of("a.*"), MINUTE);
        assertThatThrownBy(() -> find(discovery))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("a.yml")
                .hasMessageContaining("expected a list");
        Files.delete(folder.resolve("a.yml"));
        Files.writeString(folder.resolve("a.json"), "{}");
        assertThatThrownBy(() -> find(discovery)).hasMessageContaining("a.json");
        Files.writeString(folder.resolve("a.json"), "[{\"targets\": [1]}]");
        assertThatThrownBy(() -> find(discovery)).hasMessageContaining("a list of texts");
    }

    @Test
    void aServerThatTellsThem() throws Exception {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] groups =
                "[{\"targets\":[\"am1\"],\"labels\":{\"a\":\"b\"}}]"
                        .getBytes(StandardCharsets.UTF_8);
        server.createContext(
                "/",
                exchange -> {
                    boolean json = exchange.getRequestURI().getPath().equals("/json");
                    exchange.getResponseHeaders()
                            .add("Content-Type", json ? "application/json" : "text/plain");
                    exchange.sendResponseHeaders(200, groups.length);
                    exchange.getResponseBody().write(groups);
                    exchange.close();
                });
        server.start();
        try {
            String address = "http://127.0.0.1:" + server.getAddress().getPort();
            var json = URI.create(address + "/json");
            assertThat(find(new Discovery.Http(json, MINUTE, HttpSettings.DEFAULT)))
                    .containsExactly(
                            new TargetGroup(
                                    List.of("am1"),
                                    Labels.of("__meta_url", json.toString(), "a", "b")));
            var text = new Discovery.Http(URI.create(address), MINUTE, HttpSettings.DEFAULT);
            assertThatThrownBy(() -> find(text)).hasMessageContaining("unsupported content type");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void addressesOfAName() throws Exception {
        assertThat(find(new Dns(List.of("127.0.0.1"), Dns.Kind.A, 9093, MINUTE)))
                .containsExactly(
                        new TargetGroup(
                                List.of("127.0.0.1:9093"),
                                Labels.of("__meta_dns_name", "127.0.0.1")));
        assertThat(find(new Dns(List.of("::1"), Dns.Kind.AAAA, 9093, MINUTE)).getFirst().targets())
                .containsExactly("[0:0:0:0:0:0:0:1]:9093");
        assertThat(
                        find(new Dns(List.of("127.0.0.1"), Dns.Kind.AAAA, 1, MINUTE))
                                .getFirst()
                                .targets())
                .isEmpty();
    }

    @Test
    void recordsOfServices() throws Exception {
        assertThat(ServiceRecords.service("0 5 9093 am-0.am.svc."))
                .isEqualTo(new ServiceRecords.Service("am-0.am.svc", 9093));
        assertThatThrownBy(() -> ServiceRecords.service("0 5 x am."))
                .isInstanceOf(NamingException.class);
    }
}
