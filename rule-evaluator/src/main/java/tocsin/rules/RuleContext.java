package tocsin.rules;

import tocsin.loop.EventLoop;

import java.util.concurrent.Executor;

/// What all groups share.
///
/// @param loop the rules loop
/// @param io where evaluations block
record RuleContext(
        EventLoop loop,
        Executor io,
        RuleSettings settings,
        SampleSink samples,
        AlertSink alerts,
        TemplateExpander templates,
        GroupOwnership ownership,
        AlertingRules alerting,
        RuleMetrics metrics) {}
