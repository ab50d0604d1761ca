package tocsin.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.http.Cidr;
import tocsin.http.Destinations;
import tocsin.http.Network;
import tocsin.labels.MatcherParser;
import tocsin.outbox.Terms;
import tocsin.yaml.Problems;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What `tocsin.yml` says of notifications.
final class OutgoingTest {
    private final Problems problems = new Problems();

    private TocsinFile.Outgoing read(String text) {
        return TocsinFile.read(Path.of("tocsin.yml"), text, problems).outgoing();
    }

    @Test
    void whatAReceiverDoesNotSayItTakesFromTheStandard() {
        var terms =
                read("""
                outbox:
                  standard:
                    deadline: 4h
                    fallback: {receiver: sms, after: 5m}
                  receivers:
                    chat:
                      rate: {per_second: 0.5, burst: 3}
                      concurrency: 2
                      digest: {above: 100, after: 30s}
                """)
                        .terms();
        assertThat(problems.report()).isEmpty();
        assertThat(terms.of("chat"))
                .isEqualTo(
                        new Terms(
                                Optional.of(new Terms.Rate(0.5, 3)),
                                2,
                                Duration.ofHours(4),
                                new Terms.Digest(100, Duration.ofSeconds(30)),
                                Optional.of(new Terms.Fallback("sms", Duration.ofMinutes(5)))));
        assertThat(terms.of("other").atOnce()).isEqualTo(128);
        assertThat(terms.of("other").deadline()).isEqualTo(Duration.ofHours(4));
        assertThat(terms.fallbacks()).containsExactly("sms");
    }

    @Test
    void whatIsWrongIsToldByLine() {
        var outgoing =
                read(
                        """
                        outbox:
                          standard: {deadline: 8d, concurrency: 0}
                          receivers:
                            chat:
                              rate: {per_second: -1}
                              fallback: {receiver: nobody}
                              speed: 3
                            gone: {}
                        destinations:
                          deny: [10.0.0.0/8, ten]
                        """);
        outgoing.names().accept(Set.of("chat"));
        assertThat(problems.report().lines())
                .containsExactly(
                        "tocsin.yml:2: outbox.standard.concurrency: expected 1 to 10000, found 0",
                        "tocsin.yml:2: outbox.standard.deadline: expected more than nothing and at"
                                + " most 7d",
                        "tocsin.yml:5: outbox.receivers.chat.rate: expected a rate above 0 and a"
                                + " burst of 1 or more, found -1.0 and 1",
                        "tocsin.yml:5: outbox.receivers.chat: undefined receiver \"nobody\" used"
                                + " as fallback",
                        "tocsin.yml:7: outbox.receivers.chat.speed: unknown field \"speed\" in"
                                + " outbox",
                        "tocsin.yml:8: outbox.receivers.gone: undefined receiver \"gone\" used in"
                                + " outbox",
                        "tocsin.yml:10: destinations.deny: expected an IP address, found \"ten\"");
    }

    @Test
    void destinationsMayBeAllowedDeniedOrOnlyThoseAllowed() throws UnknownHostException {
        Destinations destinations =
                read("""
                destinations:
                  allow: [169.254.10.0/24]
                  deny: [10.0.0.0/8]
                """)
                        .destinations();
        assertThat(forbids(destinations, "169.254.10.1")).isFalse();
        assertThat(forbids(destinations, "169.254.169.254")).isTrue();
        assertThat(forbids(destinations, "10.1.2.3")).isTrue();
        assertThat(forbids(destinations, "192.168.1.1")).isFalse();
        Destinations only =
                read("destinations: {allow: [192.168.0.0/16], only_allowed: true}").destinations();
        assertThat(forbids(only, "192.168.1.1")).isFalse();
        assertThat(forbids(only, "8.8.8.8")).isTrue();
        assertThat(forbids(only, "::1")).isTrue();
        assertThat(problems.report()).isEmpty();
        assertThat(read("").destinations()).isEqualTo(Destinations.DEFAULT);
        assertThat(Cidr.parse("10.0.0.0/8")).hasToString("10.0.0.0/8");
    }

    private static boolean forbids(Destinations destinations, String address)
            throws UnknownHostException {
        return destinations.forbids(InetAddress.getByName(address)).isPresent();
    }

    private static final String ROUTING =
            """
            route: {receiver: chat}
            receivers:
              - name: chat
                slack_configs:
                  - api_url: http://chat.example
                    title: '{{ .Status }}'
            """;

    private void over(String mustache) {
        var network =
                new Network(
                        new Network.Rules(
                                Destinations.DEFAULT,
                                Network.Limits.DEFAULT,
                                "",
                                Map.of(),
                                InstantSource.system()));
        new AlertmanagerFile(
                        new MatcherParser(MatcherParser.Mode.FALLBACK, "config"),
                        "http://here:9093",
                        network)
                .read(Path.of("am.yml"), ROUTING, read(mustache).mustache(), problems);
    }

    @Test
    void fieldsInMustacheTakeTheirPlacesAndAreCheckedLikeAnyField() {
        over(
                """
                mustache:
                  - receiver: chat
                    integration: slack
                    fields:
                      title: '{{status}}: {{commonLabels.alertname}}'
                      fields: [{title: '{{#alerts}}x{{/alerts}}', value: y}]
                """);
        assertThat(problems.report()).isEmpty();
    }

    @Test
    void aMustacheThatCannotBeParsedOrHasNoPlaceIsAProblem() {
        over(
                """
                mustache:
                  - receiver: chat
                    integration: slack
                    index: 3
                    fields: {title: '{{#alerts}}'}
                  - {receiver: chat, integration: slack, fields: {nonsense: 'x'}}
                """);
        assertThat(problems.report())
                .contains("tocsin.yml:5: mustache[0].fields.title: mustache: Failed to close")
                .contains("there is no slack[3] in a receiver \"chat\"")
                .contains("unknown field \"nonsense\" in slack_config");
    }
}
