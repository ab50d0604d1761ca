package tocsin.rules.replay;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import tocsin.labels.Labels;
import tocsin.loop.VirtualLoop;
import tocsin.promql.eval.Engine;
import tocsin.promql.eval.EngineMetrics;
import tocsin.promql.eval.EngineOptions;
import tocsin.promql.parse.Parser;
import tocsin.promql.source.SeriesSource;
import tocsin.replica.LoneReplication;
import tocsin.rules.AlertSink;
import tocsin.rules.GroupOwnership;
import tocsin.rules.Restoration;
import tocsin.rules.RuleGroupSpec;
import tocsin.rules.RuleGroupView;
import tocsin.rules.RuleManager;
import tocsin.rules.RuleMetrics;
import tocsin.rules.RuleSettings;
import tocsin.rules.RuleSpec;
import tocsin.rules.TemplateExpander;
import tocsin.rules.memory.MemorySeries;
import tocsin.rules.memory.Overlay;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Rules over history, in virtual time: the same groups, slots and states as in a server, as fast
/// as the machine can. What rules record is kept in memory as far back as any of them looks.
public final class RuleReplay {
    private static final Duration SPARE = Duration.ofMinutes(10);
    private static final double FOR_EVER = 1e9;

    private final VirtualLoop loop;
    private final RuleManager rules;
    private final MemorySeries written = new MemorySeries();
    private final Duration reach;

    /// What a replay is made of.
    ///
    /// @param history the samples
    /// @param limits of the engine
    public record Parts(
            SeriesSource history,
            List<RuleGroupSpec> groups,
            RuleSettings settings,
            EngineOptions options,
            Engine.Limits limits,
            Templating templating) {}

    /// Makes what expands the templates of rules.
    @FunctionalInterface
    public interface Templating {
        /// Templates whose `query` asks this engine.
        TemplateExpander of(Engine engine, String externalUrl, Labels externalLabels);
    }

    /// A replay that begins at the loop's time.
    ///
    /// @param end nothing is evaluated beyond
    /// @param alerts takes what rules send, on the loop
    public RuleReplay(VirtualLoop loop, Parts parts, Instant end, AlertSink alerts) {
        this.loop = loop;
        Set<String> names = names(parts.groups());
        var registry = new PrometheusRegistry();
        var engine =
                new Engine(
                        new Overlay(parts.history(), written, names),
                        parts.options(),
                        parts.limits(),
                        new EngineMetrics(registry));
        var around =
                new RuleManager.Surroundings(
                        loop,
                        Runnable::run,
                        new LoneReplication(),
                        new WindowedExpressions(engine, names, end.toEpochMilli()),
                        written,
                        alerts,
                        parts.templating()
                                .of(
                                        engine,
                                        parts.settings().externalUrl(),
                                        parts.settings().externalLabels()),
                        GroupOwnership.ALL,
                        new RuleMetrics(registry));
        var opened = RuleManager.open(around, parts.settings().with(Restoration.NONE));
        loop.settle();
        this.rules = opened.join();
        this.reach = reach(parts);
        var updated = rules.update(parts.groups());
        loop.settle();
        updated.join();
    }

    private static Set<String> names(List<RuleGroupSpec> groups) {
        var names = new HashSet<>(Set.of("ALERTS", "ALERTS_FOR_STATE"));
        for (RuleGroupSpec group : groups) {
            for (RuleSpec rule : group.rules()) {
                if (rule instanceof RuleSpec.Recording) {
                    names.add(rule.name());
                }
            }
        }
        return names;
    }

    private static Duration reach(Parts parts) {
        double most = 0;
        for (RuleGroupSpec group : parts.groups()) {
            for (RuleSpec rule : group.rules()) {
                var expr = Parser.parse(rule.expression(), parts.options().parser());
                most = Math.max(most, Reach.seconds(expr, parts.options().lookback()));
            }
        }
        return Duration.ofSeconds((long) Math.min(most, FOR_EVER)).plus(SPARE);
    }

    /// Goes on to a time, and forgets what no rule looks back to.
    public void advanceTo(Instant at) {
        loop.advanceTo(at);
        written.dropBefore(at.minus(reach).toEpochMilli());
    }

    /// The groups as they are now.
    public List<RuleGroupView> groups() {
        var groups = rules.groups();
        loop.settle();
        return groups.join();
    }
}
