package tocsin.server.replay;

import tocsin.alert.Alert;
import tocsin.duration.DurationText;
import tocsin.labels.Labels;
import tocsin.labels.Matcher;
import tocsin.labels.MatcherParser;
import tocsin.loop.VirtualLoop;
import tocsin.pipeline.AlertView;
import tocsin.pipeline.GroupView;
import tocsin.pipeline.PipelineConfig;
import tocsin.rules.unittest.Failure;
import tocsin.rules.unittest.RuleTestFile.GroupCheck;
import tocsin.rules.unittest.RuleTestFile.InputAlert;
import tocsin.rules.unittest.RuleTestFile.InputSilence;
import tocsin.rules.unittest.RuleTestFile.NotificationCheck;
import tocsin.rules.unittest.RuleTestFile.Test;
import tocsin.rules.unittest.RuleTestRun.Onward;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The way of a test's alerts to their receivers: the alerts of rules and of the test itself go
/// through the pipeline of an `alertmanager.yml` in virtual time, and what is asserted of groups,
/// muting and notifications is held against what became of them.
public final class RoutingTest implements Onward {
    private static final Duration VALID = Duration.ofMinutes(5);

    private final Test test;
    private final VirtualLoop loop;
    private final PipelineConfig config;
    private final VirtualPipeline pipeline;
    private final List<VirtualPipeline.Page> pages = new ArrayList<>();

    /// Routing by a configuration.
    ///
    /// @throws IllegalArgumentException when a silence's matchers are not well formed
    public RoutingTest(Test test, VirtualLoop loop, PipelineConfig config) {
        this.test = test;
        this.loop = loop;
        this.config = config;
        this.pipeline =
                new VirtualPipeline(loop, config, VirtualPipeline.Ways.ONE_EACH, pages::add);
        var parser = new MatcherParser(MatcherParser.Mode.FALLBACK, "test");
        for (InputSilence silence : test.routing().silences()) {
            var matchers = new ArrayList<Matcher>();
            silence.matchers().forEach(text -> matchers.addAll(parser.list(text)));
            pipeline.silence(
                    matchers,
                    test.start().plus(silence.from()),
                    test.start().plus(silence.until()));
        }
        loop.settle();
    }

    @Override
    public void accept(List<Alert> alerts) {
        pipeline.put(alerts);
    }

    @Override
    public void step(Instant now) {
        var posted = new ArrayList<Alert>();
        for (InputAlert input : test.routing().alerts()) {
            input.at(test.start(), now, VALID).ifPresent(posted::add);
        }
        if (!posted.isEmpty()) {
            pipeline.put(posted);
            loop.settle();
        }
    }

    /// What is asserted of a time, in order of times.
    private record Due(Instant at, Runnable look) {}

    @Override
    public List<Failure> check(Instant fromInclusive, Instant toExclusive) {
        var failures = new ArrayList<Failure>();
        var due = new ArrayList<Due>();
        for (GroupCheck check : test.routing().groupChecks()) {
            due.add(new Due(test.start().plus(check.evalTime()), () -> look(check, failures)));
        }
        for (NotificationCheck check : test.routing().notificationChecks()) {
            due.add(
                    new Due(
                            test.start().plus(check.to()),
                            () ->
                                    new NotificationMatch(test, config, check, pages)
                                            .into(failures)));
        }
        due.removeIf(each -> each.at().isBefore(fromInclusive) || !each.at().isBefore(toExclusive));
        due.sort(Comparator.comparing(Due::at));
        for (Due each : due) {
            loop.advanceTo(each.at());
            each.look().run();
        }
        return failures;
    }

    private void look(GroupCheck check, List<Failure> into) {
        List<AlertView> found = pipeline.views().alerts(labels -> contains(labels, check.labels()));
        String name =
                "routing of " + check.labels() + ", time: " + DurationText.format(check.evalTime());
        if (found.isEmpty()) {
            if (!check.state().filter("absent"::equals).isPresent()) {
                into.add(Failure.of(test, name + ", no such alert fires"));
            }
            return;
        }
        for (AlertView alert : found) {
            List<String> difference = difference(check, alert);
            if (!difference.isEmpty()) {
                into.add(Failure.of(test, name + ", alert " + alert.alert().labels(), difference));
            }
        }
    }

    private List<String> difference(GroupCheck check, AlertView alert) {
        var lines = new ArrayList<String>();
        check.receivers()
                .filter(expected -> !expected.equals(alert.receivers()))
                .ifPresent(expected ->
                        lines.add(
                                "receivers: expected " + expected + ", got " + alert.receivers()));
        List<GroupView> groups = pipeline.views().groups(alert.alert().labels()::equals, _ -> true);
        check.groupLabels()
                .ifPresent(expected -> {
                    List<Labels> got = groups.stream().map(GroupView::labels).sorted().toList();
                    if (!expected.stream().sorted().toList().equals(got)) {
                        lines.add("groups: expected " + expected + ", got " + got);
                    }
                });
        String state = state(alert, groups);
        check.state()
                .filter(expected -> !expected.equals(state))
                .ifPresent(expected -> lines.add("state: expected " + expected + ", got " + state));
        return lines;
    }

    private static String state(AlertView alert, List<GroupView> groups) {
        if (!alert.status().silencedBy().isEmpty()) {
            return "silenced";
        }
        if (!alert.status().inhibitedBy().isEmpty()) {
            return "inhibited";
        }
        boolean muted =
                !groups.isEmpty()
                        && groups.stream()
                                .flatMap(group -> group.alerts().stream())
                                .noneMatch(each -> each.status().mutedBy().isEmpty());
        return muted ? "muted" : "active";
    }

    /// Whether a label set has these labels among others.
    static boolean contains(Labels all, Labels some) {
        for (int i = 0; i < some.size(); i++) {
            if (!all.get(some.name(i)).equals(some.value(i))) {
                return false;
            }
        }
        return true;
    }
}
