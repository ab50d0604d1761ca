package tocsin.rules;

import tocsin.loop.VirtualLoop;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Groups whose evaluations somebody else times: unit tests of rules. Confined to one thread.
public final class RuleBench {
    private final VirtualLoop loop;
    private final RuleContext context;
    private final List<RuleGroup> groups = new ArrayList<>();

    /// Groups in the order in which they are evaluated.
    ///
    /// @param loop also that of `around`
    /// @param around with an executor that runs tasks at once
    public RuleBench(
            VirtualLoop loop,
            RuleManager.Surroundings around,
            RuleSettings settings,
            List<RuleGroupSpec> specs) {
        this.loop = loop;
        this.context = around.context(settings);
        for (RuleGroupSpec spec : specs) {
            List<Rule> rules = Rule.compile(spec, around.expressions());
            groups.add(new RuleGroup(spec, rules, context));
        }
    }

    /// Evaluates all groups, one after the other, at an instant, whatever their intervals.
    public void evaluate(Instant at) {
        for (RuleGroup group : groups) {
            var tick = GroupRun.Tick.inTime(at, true);
            new GroupRun(group, context, tick, _ -> {}).start();
            loop.settle();
        }
    }

    /// The groups as they are now.
    public List<RuleGroupView> groups() {
        return groups.stream().map(group -> GroupViews.of(group, context)).toList();
    }
}
