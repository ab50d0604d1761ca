package tocsin.rules;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Moves groups from the busiest member to others, once in a while, by what their evaluations were
/// measured to cost. Only groups whose results all members see are moved: what is kept locally is
/// evaluated by every member for itself. Confined to the rules loop.
final class Balancer {
    /// How often it is looked at.
    static final Duration PERIOD = Duration.ofSeconds(30);

    /// How many groups are moved at a time.
    static final int MOST = 16;

    /// How long, and for how many slots, an owner may leave a group unevaluated.
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final int MISSED = 5;

    /// How long a group that was taken over stays.
    private static final Duration KEEP = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(Balancer.class);

    private final RuleContext context;
    private final Gauge load;
    private final Counter moved;
    private final Counter taken;

    /// When each group was seen here first.
    private final Map<String, Instant> seen = new HashMap<>();

    /// Groups that were taken over, and until when they are not given away again.
    private final Map<String, Instant> kept = new HashMap<>();

    Balancer(RuleContext context) {
        this.context = context;
        PrometheusRegistry registry = context.metrics().registry();
        load =
                Gauge.builder()
                        .name("tocsin_rule_groups_load")
                        .help("Seconds of evaluation a second, of the shared groups owned here.")
                        .register(registry);
        moved =
                Counter.builder()
                        .name("tocsin_rule_groups_moved_total")
                        .help("Groups of rules given to a member with less to do.")
                        .register(registry);
        taken =
                Counter.builder()
                        .name("tocsin_rule_groups_taken_over_total")
                        .help("Groups of rules taken over that their owner did not evaluate.")
                        .register(registry);
    }

    void balance(Collection<RuleGroup> groups) {
        Placement placement = context.placement();
        var placed = new ArrayList<Balance.Placed>();
        Map<String, RuleGroup> byKey = new HashMap<>();
        for (RuleGroup group : groups) {
            if (group.isShared()) {
                String key = group.spec().key();
                byKey.put(key, group);
                placed.add(
                        new Balance.Placed(
                                key, placement.ownerOf(key), cost(group), mayMove(group)));
            }
        }
        rescue(byKey);
        List<String> members = placement.members();
        double own = Balance.loads(members, placed).getOrDefault(placement.self(), 0.0);
        load.set(own);
        for (Balance.Move move : Balance.moves(members, placed, MOST)) {
            RuleGroup group = byKey.get(move.group());
            if (move.from().equals(placement.self()) && group != null) {
                placement.give(move.group(), move.to(), context.loop().now());
                moved.inc();
                LOG.atInfo()
                        .addKeyValue("group", move.group())
                        .addKeyValue("to", move.to())
                        .log("A group of rules moves to a member with less to do");
            }
        }
        placed.stream()
                .filter(each -> each.member().equals(placement.self()))
                .forEach(each -> placement.renew(each.group(), context.loop().now()));
    }

    private boolean mayMove(RuleGroup group) {
        return group.isIdle() && !kept.containsKey(group.spec().key());
    }

    /// A group whose owner does not evaluate it, for its rules are not loaded there or its
    /// evaluation hangs, is taken over by the next in order, and stays for a while.
    private void rescue(Map<String, RuleGroup> shared) {
        Instant now = context.loop().now();
        seen.keySet().retainAll(shared.keySet());
        shared.keySet().forEach(key -> seen.putIfAbsent(key, now));
        kept.values().removeIf(until -> until.isBefore(now));
        shared.forEach((key, group) -> {
            if (group.isElsewhere() && isForsaken(group, now) && context.placement().isNext(key)) {
                LOG.atWarn()
                        .addKeyValue("group", key)
                        .addKeyValue("owner", context.placement().ownerOf(key))
                        .log("A group of rules is not evaluated by its owner; it is taken over");
                taken.inc();
                kept.put(key, now.plus(KEEP));
                context.placement().take(key, now);
                group.catchUp();
            }
        });
    }

    private boolean isForsaken(RuleGroup group, Instant now) {
        String key = group.spec().key();
        Instant evaluated = context.marks().of(key).map(RuleGroupMark::slot).orElse(Instant.MIN);
        Instant since = seen.getOrDefault(key, now);
        Instant from = evaluated.isAfter(since) ? evaluated : since;
        Duration patience = PATIENCE.plus(group.interval().multipliedBy(MISSED));
        return from.plus(patience).isBefore(now);
    }

    /// As its owner measured it last.
    private double cost(RuleGroup group) {
        return context.marks()
                .of(group.spec().key())
                .map(mark -> (double) mark.took().toNanos() / group.interval().toNanos())
                .orElse(0.0);
    }
}
