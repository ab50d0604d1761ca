package tocsin.rules;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.loop.EventLoop;
import tocsin.replica.Replication;
import tocsin.rules.SampleSink.Sample;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/// All groups of rules: started, exchanged at a reload without losing what they know, and shown.
/// May be called from any thread; everything happens on the rules loop.
public final class RuleManager {
    private static final Logger LOG = LoggerFactory.getLogger(RuleManager.class);

    private final RuleContext context;
    private final Expressions expressions;
    private final Map<String, RuleGroup> groups = new LinkedHashMap<>();
    private final Balancer balancer;
    private RuleGraph graph = RuleGraph.EMPTY;
    private boolean started;
    private boolean stopped;

    /// What the manager is joined to.
    ///
    /// @param loop the rules loop, which owns the replicated state
    /// @param io where evaluations block
    public record Surroundings(
            EventLoop loop,
            Executor io,
            Replication replication,
            Expressions expressions,
            SampleSink samples,
            AlertSink alerts,
            TemplateExpander templates,
            GroupOwnership ownership,
            RuleMetrics metrics) {
        RuleContext context(RuleSettings settings) {
            var states = new RuleStates(replication.open(new RuleStateSchema(), loop));
            var marks = new GroupMarks(replication.open(new RuleGroupSchema(), loop));
            var placement =
                    new Placement(replication.open(new GroupPlaceSchema(), loop), ownership);
            return new RuleContext(
                    loop,
                    io,
                    ownership.self(),
                    settings,
                    expressions,
                    samples,
                    alerts,
                    templates,
                    placement,
                    new AlertingRules(states, settings),
                    marks,
                    new Ticks(loop),
                    new RuleContext.Permits(settings.operation().concurrency()),
                    metrics);
        }
    }

    private RuleManager(Surroundings around, RuleSettings settings) {
        this.expressions = around.expressions();
        this.context = around.context(settings);
        this.balancer = new Balancer(context);
        around.ownership().watch(this::ownersChanged);
        context.placement().watch(this::moved);
        context.marks().watch(this::marked);
        context.loop().after(Balancer.PERIOD, this::balance);
    }

    /// What the owner before left undone is taken up at once.
    private void moved(String key) {
        RuleGroup group = groups.get(key);
        if (group != null) {
            group.catchUp();
        }
    }

    /// Those that read what a group records wait for its owner, on whatever member.
    private void marked(String key, RuleGroupMark mark) {
        RuleGroup group = groups.get(key);
        if (group != null && group.isElsewhere()) {
            context.ticks().done(key, mark.slot());
        }
    }

    private void balance() {
        if (!stopped) {
            balancer.balance(groups.values());
            context.loop().after(Balancer.PERIOD, this::balance);
        }
    }

    /// A manager without groups.
    public static CompletableFuture<RuleManager> open(Surroundings around, RuleSettings settings) {
        return around.loop().ask(() -> new RuleManager(around, settings));
    }

    /// Runs these groups from now on. A group that is the same to the letter runs on untouched; one
    /// that changed goes on with the state of the rules it still has; the series of what is gone
    /// are marked stale. Expressions are compiled here, before anything changes.
    public CompletableFuture<Void> update(List<RuleGroupSpec> specs) {
        Map<RuleGroupSpec, List<Rule>> compiled = new LinkedHashMap<>();
        specs.forEach(
                spec -> compiled.put(spec, Rule.compile(spec, expressions.expressionsOf(spec))));
        return context.loop()
                .ask(() -> {
                    exchange(compiled);
                    return null;
                });
    }

    private void exchange(Map<RuleGroupSpec, List<Rule>> compiled) {
        var before = new LinkedHashMap<>(groups);
        groups.clear();
        Map<String, List<Rule>> all = new LinkedHashMap<>();
        compiled.forEach((spec, rules) -> all.put(spec.key(), rules));
        graph = RuleGraph.of(all);
        graph.cycles().forEach(cycle -> LOG.warn("rule groups read one another: {}", cycle));
        context.metrics().cycles(graph.cycles().size());
        compiled.forEach((spec, rules) -> {
            RuleGroup known = before.remove(spec.key());
            RuleGroup group = exchange(known, spec, rules);
            group.waitsFor(graph.inputs().getOrDefault(spec.key(), Set.of()));
            groups.put(spec.key(), group);
        });
        before.values().forEach(this::remove);
        started = true;
    }

    private RuleGroup exchange(@Nullable RuleGroup known, RuleGroupSpec spec, List<Rule> rules) {
        if (known != null && known.spec().isSame(spec)) {
            rules.forEach(rule -> rule.expression().close());
            return known;
        }
        var group = new RuleGroup(spec, rules, context);
        if (known == null) {
            if (!started) {
                restoreUnknown(group);
            }
            group.start();
        } else {
            known.stop(() -> {
                group.continueFrom(known);
                group.start();
            });
        }
        return group;
    }

    /// Has rules that no member knows anything of look for what they were before.
    private void restoreUnknown(RuleGroup group) {
        Restoration restoration = context.settings().operation().restoration();
        for (Rule rule : group.rules()) {
            if (rule.spec() instanceof RuleSpec.Alerting alerting
                    && restoration.concerns(alerting.holdFor())
                    && !context.marks().knows(group.spec().key(), rule.id())
                    && context.alerting().active(rule).isEmpty()) {
                rule.awaitRestoration(context.loop().now());
            }
        }
    }

    /// After two intervals the series of a removed group are marked stale, should no other group
    /// have taken them over.
    private void remove(RuleGroup group) {
        long sampleMillis = context.loop().now().minus(group.queryOffset()).toEpochMilli();
        group.stop(() -> bury(group, sampleMillis));
    }

    private void bury(RuleGroup group, long sampleMillis) {
        context.ticks().ends(group.spec().key());
        List<Sample> markers = group.markersForAll(sampleMillis);
        SampleSink results = context.samples().sinkOf(group.spec());
        if (!markers.isEmpty()) {
            context.loop()
                    .after(
                            group.interval().multipliedBy(2),
                            () -> context.io().execute(() -> results.append(markers)));
        }
    }

    /// What a member left undone that is no more is taken up at once.
    private void ownersChanged() {
        try {
            context.loop().execute(() -> groups.values().forEach(RuleGroup::catchUp));
        } catch (RejectedExecutionException e) {
            LOG.warn("the rules are busy; a change of owners is noticed at the next slots");
        }
    }

    /// Groups that read what one another records, each circle by the keys of its groups.
    public CompletableFuture<List<List<String>>> cycles() {
        return context.loop().ask(() -> graph.cycles());
    }

    /// Stops all groups; an evaluation under way comes to its end.
    public CompletableFuture<Void> stop() {
        return context.loop()
                .ask(() -> {
                    stopped = true;
                    groups.values().forEach(group -> group.stop(() -> {}));
                    groups.clear();
                    return null;
                });
    }

    /// All groups with their rules and alerts, by file and name.
    public CompletableFuture<List<RuleGroupView>> groups() {
        return context.loop()
                .ask(() ->
                        groups.values().stream()
                                .map(group -> GroupViews.of(group, context))
                                .sorted(
                                        Comparator.comparing(
                                                        (RuleGroupView view) -> view.spec().file())
                                                .thenComparing(view -> view.spec().name()))
                                .toList());
    }
}
