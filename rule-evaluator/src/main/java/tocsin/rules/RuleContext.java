package tocsin.rules;

import tocsin.loop.EventLoop;

import java.util.concurrent.Executor;

/// What all groups share.
///
/// @param loop the rules loop
/// @param io where evaluations block
/// @param self this member's name, for the ledger
/// @param placement which member evaluates which group
/// @param ticks how far the groups of this member are
/// @param permits for rules that are evaluated beside the first of their group
record RuleContext(
        EventLoop loop,
        Executor io,
        String self,
        RuleSettings settings,
        Expressions expressions,
        SampleSink samples,
        AlertSink alerts,
        TemplateExpander templates,
        Placement placement,
        AlertingRules alerting,
        GroupMarks marks,
        Ticks ticks,
        Permits permits,
        RuleMetrics metrics) {

    /// A number of rules that may be evaluated beside others. Confined to the rules loop.
    static final class Permits {
        private int free;

        Permits(int free) {
            this.free = free;
        }

        boolean take() {
            if (free == 0) {
                return false;
            }
            free--;
            return true;
        }

        void giveBack() {
            free++;
        }
    }
}
