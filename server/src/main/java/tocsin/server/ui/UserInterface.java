package tocsin.server.ui;

import tocsin.labels.Matcher;
import tocsin.server.api.Alerting;
import tocsin.server.api.ClusterView;
import tocsin.server.explain.Explaining;
import tocsin.server.outbox.ReceiverHealth;
import tocsin.server.promapi.Numbers;
import tocsin.server.rules.RuleStand;

import java.time.Instant;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.function.Supplier;

/// All pages, as resources for the HTTP server.
public final class UserInterface {
    private UserInterface() {}

    /// What the pages show, each behind the narrowest port.
    ///
    /// @param matchers reads a list of matchers, and throws IllegalArgumentException
    /// @param queries of the expression browser
    /// @param explaining says why somebody was, or was not, paged
    /// @param rules their groups, how those ran, and what is wrong with rule files
    /// @param received what the built-in receiver of the demo got, newest first
    /// @param ways how each integration of each receiver does
    /// @param externalOrigin scheme, host and port under which people reach this server
    public record Ports(
            Alerting alerting,
            Supplier<ClusterView> cluster,
            RuleStand rules,
            Queries queries,
            Explaining explaining,
            Supplier<List<Received>> received,
            Ways ways,
            Function<String, List<Matcher>> matchers,
            Build build,
            String externalOrigin) {}

    /// Asks how receivers do.
    @FunctionalInterface
    public interface Ways {
        /// All integrations, in order of the configuration.
        List<ReceiverHealth.Line> lines() throws InterruptedException;
    }

    /// What runs here.
    ///
    /// @param versions names and versions, in the order to show
    public record Build(Instant started, SequencedMap<String, String> versions) {}

    /// A notification that the built-in receiver got.
    ///
    /// @param status `firing` or `resolved`
    /// @param body as it came
    public record Received(Instant at, String receiver, String status, String title, String body) {}

    /// The pages over these ports.
    public static List<Object> pages(Ports ports) {
        var assets = new Assets();
        var render = new Rendering(assets);
        var snapshots = new Snapshots(ports.alerting());
        var origin = new SameOrigin(ports.externalOrigin());
        return List.of(
                assets,
                new AlertsPage(snapshots, ports.matchers(), render),
                new SilencesPage(
                        new SilenceForms(ports.alerting(), snapshots, ports.matchers()),
                        origin,
                        render),
                new RulesPage(ports.rules(), ports.alerting()::now, render),
                new LedgerPage(ports.rules(), ports.alerting()::now, render),
                new GraphPage(
                        ports.queries(), ports.alerting()::now, Numbers::sample, render, assets),
                new WhyPage(ports.explaining(), ports.alerting()::now, render),
                new StatusPages(ports, snapshots, render));
    }
}
