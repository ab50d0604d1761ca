package tocsin.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.integration.Fixtures;
import tocsin.integration.Sink;
import tocsin.yaml.Fields;
import tocsin.yaml.Problems;
import tocsin.yaml.YamlReader;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

final class HttpSenderTest {
    @TempDir private Path folder;

    private HttpSettings settings(String yaml) {
        var problems = new Problems();
        var node =
                YamlReader.read("alertmanager.yml", "http_config: " + yaml, problems).orElseThrow();
        HttpSettings settings =
                new HttpConfigReader(folder)
                        .read(Fields.of(node, problems), "http_config", HttpSettings.DEFAULT);
        assertThat(problems.report()).isEmpty();
        return settings;
    }

    private String problems(String yaml) {
        var problems = new Problems();
        var node =
                YamlReader.read("alertmanager.yml", "http_config: " + yaml, problems).orElseThrow();
        new HttpConfigReader(folder)
                .read(Fields.of(node, problems), "http_config", HttpSettings.DEFAULT);
        return problems.report();
    }

    private Answer send(String yaml, String url) throws IOException, InterruptedException {
        return new HttpSender(settings(yaml), Fixtures.NETWORK)
                .send(HttpSender.Request.json(URI.create(url), body(), Duration.ZERO));
    }

    private static byte[] body() {
        return "{}".getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void basicAuthReadsItsFilesForEachRequest() throws IOException, InterruptedException {
        Path password = folder.resolve("password");
        Files.writeString(password, " one \n");
        try (var sink = new Sink(Sink.text(200, ""))) {
            var sender =
                    new HttpSender(
                            settings("{basic_auth: {username: me, password_file: password}}"),
                            Fixtures.NETWORK);
            var request = HttpSender.Request.json(URI.create(sink.url()), body(), Duration.ZERO);
            sender.send(request);
            Files.writeString(password, "two");
            sender.send(request);
            assertThat(sink.requests())
                    .extracting(each -> each.header("Authorization"))
                    .containsExactly(HttpSender.basic("me:one"), HttpSender.basic("me:two"));
        }
    }

    @Test
    void headersAndTokensAreSent() throws IOException, InterruptedException {
        try (var sink = new Sink(Sink.text(200, ""))) {
            send(
                    "{authorization: {type: Key, credentials: abc}, "
                            + "http_headers: {X-A: {values: [one], secrets: [two]}}}",
                    sink.url());
            assertThat(sink.request().header("Authorization")).isEqualTo("Key abc");
            assertThat(sink.request().header("X-A")).isEqualTo("one,two");
            assertThat(sink.request().header("Accept-Encoding")).isEmpty();
        }
    }

    @Test
    void aLoginInTheUrlIsBasicAuth() throws IOException, InterruptedException {
        try (var sink = new Sink(Sink.text(200, ""))) {
            send("{}", sink.url().replace("//", "//me:p%40ss@") + "/x");
            assertThat(sink.request().header("Authorization"))
                    .isEqualTo(HttpSender.basic("me:p@ss"));
            assertThat(sink.request().target()).isEqualTo("/x");
        }
    }

    @Test
    void credentialsAreNotTakenToAnotherHost() throws IOException, InterruptedException {
        try (var other = new Sink(Sink.text(200, ""));
                var sink =
                        new Sink(
                                Sink.reply(
                                        302,
                                        "Location: http://localhost:" + other.port() + "/\r\n",
                                        ""))) {
            send("{bearer_token: abc, http_headers: {X-A: {secrets: [two]}}}", sink.url());
            assertThat(sink.request().header("Authorization")).isEqualTo("Bearer abc");
            assertThat(other.request().header("Authorization")).isEmpty();
            assertThat(other.request().header("X-A")).isEmpty();
            assertThat(other.request().method()).isEqualTo("POST");
        }
    }

    @Test
    void redirectsEnd() {
        try (var sink = new Sink(Sink.reply(307, "Location: /again\r\n", ""))) {
            assertThatThrownBy(() -> send("{}", sink.url()))
                    .isInstanceOf(SayableException.class)
                    .hasMessage("stopped after 10 redirects");
            assertThat(sink.requests()).hasSize(11);
        }
    }

    @Test
    void redirectsAreAnswersWhereTheyAreNotFollowed() throws IOException, InterruptedException {
        try (var sink = new Sink(Sink.reply(302, "Location: /again\r\n", ""))) {
            assertThat(send("{follow_redirects: false}", sink.url()).status()).isEqualTo(302);
            assertThat(sink.requests()).hasSize(1);
        }
    }

    @Test
    void aMessageIsNotLostToAnotherMethod() throws IOException, InterruptedException {
        try (var sink = new Sink(Sink.reply(303, "Location: /login\r\n", ""))) {
            assertThat(send("{}", sink.url()).status()).isEqualTo(303);
        }
    }

    @Test
    void aProxyIsAskedInOnesPlace() throws IOException, InterruptedException {
        try (var proxy = new Sink(Sink.text(200, ""))) {
            String url = proxy.url().replace("//", "//me:secret@");
            send("{proxy_url: '" + url + "'}", "http://elsewhere.invalid/x");
            assertThat(proxy.request().target()).isEqualTo("http://elsewhere.invalid/x");
            assertThat(proxy.request().header("Proxy-Authorization"))
                    .isEqualTo(HttpSender.basic("me:secret"));
            assertThat(proxy.request().header("Authorization")).isEmpty();
        }
    }

    @Test
    void aTunnelIsAskedForWithHeadersOfOnesOwn() {
        try (var proxy = new Sink(Sink.text(502, "no"))) {
            assertThatThrownBy(() ->
                            send(
                                    "{proxy_url: '"
                                            + proxy.url()
                                            + "', "
                                            + "proxy_connect_header: {X-Team: [sre]}}",
                                    "https://elsewhere.invalid/x"))
                    .isInstanceOf(IOException.class);
            assertThat(proxy.requests().getFirst().method()).isEqualTo("CONNECT");
            assertThat(proxy.requests().getFirst().target()).isEqualTo("elsewhere.invalid:443");
            assertThat(proxy.requests().getFirst().header("X-Team")).isEqualTo("sre");
        }
    }

    @Test
    void exceptionsAreReachedDirectly() throws IOException, InterruptedException {
        try (var proxy = new Sink(Sink.text(200, ""));
                var sink = new Sink(Sink.text(200, ""))) {
            send("{proxy_url: '" + proxy.url() + "', no_proxy: '127.0.0.0/8'}", sink.url());
            assertThat(sink.requests()).hasSize(1);
            assertThat(proxy.requests()).isEmpty();
        }
    }

    @Test
    void aTokenIsFetchedOnceAndAgainWhenItIsNotWanted() throws IOException, InterruptedException {
        try (var tokens =
                        new Sink(
                                Sink.json(200, "{\"access_token\":\"t1\",\"expires_in\":3600}"),
                                Sink.json(200, "{\"access_token\":\"t2\",\"expires_in\":3600}"));
                var sink = new Sink(Sink.text(200, ""), Sink.text(401, ""), Sink.text(200, ""))) {
            var sender =
                    new HttpSender(
                            settings(
                                    "{oauth2: {client_id: 'a b', client_secret: s, scopes: [x, y],"
                                            + " token_url: '"
                                            + tokens.url()
                                            + "/token',"
                                            + " endpoint_params: {audience: z}}}"),
                            Fixtures.NETWORK);
            var request = HttpSender.Request.json(URI.create(sink.url()), body(), Duration.ZERO);
            sender.send(request);
            sender.send(request);
            sender.send(request);
            assertThat(sink.requests())
                    .extracting(each -> each.header("Authorization"))
                    .containsExactly("Bearer t1", "Bearer t1", "Bearer t2");
            assertThat(tokens.requests()).hasSize(2);
            assertThat(tokens.requests().getFirst().body())
                    .isEqualTo("audience=z&grant_type=client_credentials&scope=x+y");
            assertThat(tokens.requests().getFirst().header("Authorization"))
                    .isEqualTo(HttpSender.basic("a+b:s"));
        }
    }

    @Test
    void aTokenServerThatWantsTheSecretInTheBodyGetsItThere()
            throws IOException, InterruptedException {
        try (var tokens =
                        new Sink(Sink.text(401, "no"), Sink.json(200, "{\"access_token\":\"t\"}"));
                var sink = new Sink(Sink.text(200, ""))) {
            send(
                    "{oauth2: {client_id: a, client_secret: s, token_url: '" + tokens.url() + "'}}",
                    sink.url());
            assertThat(tokens.requests().getLast().body())
                    .isEqualTo("client_id=a&client_secret=s&grant_type=client_credentials");
            assertThat(sink.request().header("Authorization")).isEqualTo("Bearer t");
        }
    }

    @Test
    void aNameThatLeadsToADeniedAddressIsRefused() {
        var network =
                Fixtures.network(
                        new Destinations(List.of(), List.of(Cidr.parse("127.0.0.0/8"))), Map.of());
        try (var sink = new Sink(Sink.text(200, ""))) {
            var sender = new HttpSender(HttpSettings.DEFAULT, network);
            var url = URI.create("http://localhost:" + sink.port());
            assertThatThrownBy(
                            () -> sender.send(HttpSender.Request.json(url, body(), Duration.ZERO)))
                    .isInstanceOf(UnsendableException.class)
                    .hasMessageContaining("127.0.0.1")
                    .hasMessageContaining("denied");
            assertThat(sink.requests()).isEmpty();
        }
    }

    @Test
    void whatIsAllowedMayBeSentToThoughItIsDenied() throws IOException, InterruptedException {
        var network =
                Fixtures.network(
                        new Destinations(
                                List.of(Cidr.parse("127.0.0.1")), List.of(Cidr.parse("0.0.0.0/0"))),
                        Map.of());
        try (var sink = new Sink(Sink.text(200, ""))) {
            new HttpSender(HttpSettings.DEFAULT, network)
                    .send(HttpSender.Request.json(URI.create(sink.url()), body(), Duration.ZERO));
            assertThat(sink.requests()).hasSize(1);
        }
    }

    @Test
    void aHeaderCannotBeBrokenOutOf() {
        try (var sink = new Sink(Sink.text(200, ""))) {
            assertThatThrownBy(() -> send("{bearer_token: \"a\\r\\nX-Evil: yes\"}", sink.url()))
                    .isInstanceOf(UnsendableException.class);
            assertThat(sink.requests()).isEmpty();
        }
    }

    @Test
    void settingsThatCannotBeAreNamed() {
        assertThat(problems("{basic_auth: {username: a}, oauth2: {client_id: x}}"))
                .contains("at most one of basic_auth, oauth2 & authorization must be configured")
                .contains("oauth2 token_url must be configured");
        assertThat(problems("{no_proxy: x}"))
                .contains("if no_proxy is configured, proxy_url must also be configured");
        assertThat(problems("{http_headers: {Host: {values: [x]}}}"))
                .contains("setting header \"Host\" is not allowed");
        assertThat(problems("{tls_config: {min_version: TLS9, cert_file: x}}"))
                .contains("unknown TLS version: TLS9")
                .contains("exactly one of key or key_file must be configured");
        assertThat(problems("{basic_auth: {password_ref: x}}"))
                .contains("cannot use secret ref without manager");
        assertThat(problems("{proxy_url: 'ftp://x'}")).contains("expected the URL of a proxy");
    }
}
