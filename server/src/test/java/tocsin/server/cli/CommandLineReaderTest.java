package tocsin.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.server.cli.CommandLineReader.Request;

import java.nio.file.Path;
import java.time.Duration;

class CommandLineReaderTest {
    private static Options served(String... arguments) {
        return switch (CommandLineReader.read(arguments)) {
            case Request.Serve(Options options) -> options;
            case Request.Print(String text) -> throw new AssertionError(text);
            case Request.Refuse(String text) -> throw new AssertionError(text);
        };
    }

    private static String refused(String... arguments) {
        return switch (CommandLineReader.read(arguments)) {
            case Request.Serve(Options options) -> throw new AssertionError(options);
            case Request.Print(String text) -> throw new AssertionError(text);
            case Request.Refuse(String text) -> text;
        };
    }

    @Test
    void withoutFlagsTheDefaultsAreUpstreams() {
        Options options = served();

        assertThat(options.configFile()).isEqualTo(Path.of("alertmanager.yml"));
        assertThat(options.storage().path()).isEqualTo(Path.of("data/"));
        assertThat(options.storage().retention()).isEqualTo(Duration.ofHours(120));
        assertThat(options.web().listen()).containsExactly(new HostPort("", 9093));
        assertThat(options.cluster().listen()).contains(new HostPort("0.0.0.0", 9094));
        assertThat(options.cluster().timing().peerTimeout()).isEqualTo(Duration.ofSeconds(15));
        assertThat(options.alerts().gcInterval()).isEqualTo(Duration.ofMinutes(30));
    }

    @Test
    void aValueMayFollowAnEqualsSignOrASpace() {
        assertThat(served("--storage.path=a", "--config.file", "b.yml").configFile())
                .isEqualTo(Path.of("b.yml"));
    }

    @Test
    void featuresAreKeptAndUnknownOnesRefused() {
        String features = "--enable-feature=classic-mode,promql-experimental-functions";
        assertThat(served(features).query().features())
                .containsExactlyInAnyOrder("classic-mode", "promql-experimental-functions");
        assertThat(served().query().features()).isEmpty();
        assertThat(refused("--enable-feature=nope")).contains("Unknown option 'nope'");
    }

    @Test
    void limitsOfAlertsAndGroupsAreFlags() {
        assertThat(served().alerts().limit()).isEqualTo(1_000_000);
        assertThat(served().alerts().groupLimit()).isZero();
        assertThat(served().alerts().size())
                .isEqualTo(new Options.AlertSize(256, 1024, 65_536, 262_144));
        Options set =
                served(
                        "--alerts.limit=5",
                        "--dispatch.group-limit=7",
                        "--alerts.max-labels=8",
                        "--alerts.max-name-bytes=10",
                        "--alerts.max-value-bytes=11",
                        "--alerts.max-size-bytes=9");
        assertThat(set.alerts().size()).isEqualTo(new Options.AlertSize(8, 10, 11, 9));
        assertThat(set.alerts().limit()).isEqualTo(5);
        assertThat(set.alerts().groupLimit()).isEqualTo(7);
    }

    @Test
    void anEmptyListenAddressTurnsClusteringOff() {
        assertThat(served("--cluster.listen-address=").cluster().listen()).isEmpty();
        assertThat(served("--cluster.listen-address", "").cluster().listen()).isEmpty();
    }

    @Test
    void peersAndListenAddressesMayBeRepeated() {
        Options options =
                served(
                        "--cluster.peer=a:1",
                        "--cluster.peer=b:2",
                        "--web.listen-address=:1",
                        "--web.listen-address=[::1]:2");

        assertThat(options.cluster().peers()).containsExactly("a:1", "b:2");
        assertThat(options.web().listen())
                .containsExactly(new HostPort("", 1), new HostPort("::1", 2));
    }

    @Test
    void unknownFlagsSaySo() {
        assertThat(refused("--no.such=1"))
                .isEqualTo("tocsin: error: unknown long flag '--no.such', try --help");
        assertThat(refused("-config.file=x"))
                .isEqualTo("tocsin: error: unknown short flag '-c', try --help");
        assertThat(refused("what")).isEqualTo("tocsin: error: unexpected what, try --help");
    }

    @Test
    void wrongValuesSayWhatWasExpected() {
        assertThat(refused("--data.retention=5d"))
                .isEqualTo(
                        "tocsin: error: flag '--data.retention': time: unknown unit \"d\" in"
                                + " duration \"5d\"");
        assertThat(refused("--data.retention=0s")).contains("must be positive");
        assertThat(refused("--log.level=loud"))
                .contains("must be one of debug,info,warn,error, got 'loud'");
        assertThat(refused("--web.external-url=ftp://x"))
                .contains("\"ftp://x\": invalid \"ftp\" scheme");
        assertThat(refused("--cluster.peer=nowhere")).contains("missing port in address");
        assertThat(refused("--config.file=a", "--config.file=b"))
                .isEqualTo("tocsin: error: flag 'config.file' cannot be repeated");
        assertThat(refused("--config.file"))
                .isEqualTo("tocsin: error: expected argument for flag '--config.file'");
    }

    @Test
    void clusterTimesMustBePositiveOnlyWhenThereIsACluster() {
        assertThat(refused("--cluster.peer-timeout=0s"))
                .contains("Options.PeerTimeout must be positive when clustering is enabled");
        assertThat(served("--cluster.peer-timeout=0s", "--cluster.listen-address=").cluster())
                .isNotNull();
        assertThat(served("--cluster.settle-timeout=0s").cluster().timing().settleTimeout())
                .isZero();
    }

    @Test
    void helpNamesEveryFlagAndGoesToStandardOutput() {
        assertThat(CommandLineReader.read("--help"))
                .isInstanceOfSatisfying(
                        Request.Print.class,
                        print ->
                                assertThat(print.text())
                                        .contains("--cluster.peer", "--web.route-prefix"));
    }
}
