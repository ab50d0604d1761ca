package tocsin.server.replay;

import tocsin.alert.Alert;
import tocsin.duration.DurationText;
import tocsin.labels.Labels;
import tocsin.notify.Notification;
import tocsin.pipeline.PipelineConfig;
import tocsin.rules.unittest.Failure;
import tocsin.rules.unittest.RuleTestFile.ExpectedNotification;
import tocsin.rules.unittest.RuleTestFile.NotificationCheck;
import tocsin.rules.unittest.RuleTestFile.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The notifications of a receiver in a stretch of time, held against those that are expected: one
/// by one, in order.
record NotificationMatch(
        Test test,
        PipelineConfig config,
        NotificationCheck check,
        List<VirtualPipeline.Page> pages) {

    void into(List<Failure> failures) {
        Instant from = test.start().plus(check.from());
        Instant to = test.start().plus(check.to());
        List<VirtualPipeline.Page> got =
                pages.stream()
                        .filter(page -> page.notification().receiver().equals(check.receiver()))
                        .filter(page -> !page.at().isBefore(from) && page.at().isBefore(to))
                        .toList();
        var lines = new ArrayList<String>();
        for (int i = 0; i < Math.max(got.size(), check.expected().size()); i++) {
            if (i >= got.size()) {
                lines.add("- notification " + (i + 1) + ": " + check.expected().get(i));
            } else if (i >= check.expected().size()) {
                lines.add("+ notification " + (i + 1) + ": " + told(got.get(i)));
            } else {
                compare(i, check.expected().get(i), got.get(i), lines);
            }
        }
        if (!lines.isEmpty()) {
            failures.add(
                    Failure.of(
                            test,
                            "notifications of "
                                    + check.receiver()
                                    + " from "
                                    + DurationText.format(check.from())
                                    + " to "
                                    + DurationText.format(check.to()),
                            lines));
        }
    }

    private String since(Instant at) {
        return DurationText.format(Duration.between(test.start(), at));
    }

    private String told(VirtualPipeline.Page page) {
        Notification about = page.notification();
        return "at "
                + since(page.at())
                + " "
                + status(about)
                + " "
                + about.groupLabels()
                + " firing "
                + labels(about, false)
                + " resolved "
                + labels(about, true);
    }

    private static String status(Notification about) {
        return about.isFiring() ? "firing" : "resolved";
    }

    private static List<Labels> labels(Notification about, boolean resolved) {
        return about.alerts().stream()
                .filter(alert -> alert.isResolved(about.now()) == resolved)
                .map(Alert::labels)
                .toList();
    }

    private void compare(
            int place,
            ExpectedNotification expected,
            VirtualPipeline.Page page,
            List<String> lines) {
        Notification about = page.notification();
        var own = new ArrayList<String>();
        differ("at", expected.at().map(DurationText::format), since(page.at()), own);
        differ("status", expected.status(), status(about), own);
        differ(
                "group_labels",
                expected.groupLabels().map(Labels::toString),
                about.groupLabels().toString(),
                own);
        expected.firing().ifPresent(all -> match("firing", all, labels(about, false), own));
        expected.resolved().ifPresent(all -> match("resolved", all, labels(about, true), own));
        expected.texts()
                .forEach((template, text) -> {
                    String rendered =
                            config.routeLabels()
                                    .render(Map.of("text", template), about)
                                    .get("text");
                    differ(template, Optional.of(text), rendered, own);
                });
        if (!own.isEmpty()) {
            lines.add("~ notification " + (place + 1) + ": " + told(page));
            lines.addAll(own);
        }
    }

    private static void differ(
            String what, Optional<String> expected, String got, List<String> lines) {
        if (expected.isPresent() && !expected.get().equals(got)) {
            lines.add("    " + what + ": expected \"" + expected.get() + "\"");
            lines.add("    " + " ".repeat(what.length()) + "       got \"" + got + "\"");
        }
    }

    /// Each expected set of labels is found in one alert, and no alert is left over.
    private static void match(
            String what, List<Labels> expected, List<Labels> got, List<String> lines) {
        var left = new ArrayList<>(got);
        for (Labels labels : expected) {
            Optional<Labels> found =
                    left.stream().filter(each -> RoutingTest.contains(each, labels)).findFirst();
            if (found.isPresent()) {
                left.remove(found.get());
            } else {
                lines.add("    " + what + ": " + labels + " is missing");
            }
        }
        left.forEach(labels -> lines.add("    " + what + ": " + labels + " is not expected"));
    }
}
