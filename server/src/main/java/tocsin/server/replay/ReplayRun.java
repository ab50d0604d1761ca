package tocsin.server.replay;

import tocsin.alert.Alert;
import tocsin.labels.Fingerprint;
import tocsin.loop.VirtualLoop;
import tocsin.notify.Notification;
import tocsin.pipeline.PipelineConfig;
import tocsin.promql.eval.Engine;
import tocsin.promql.eval.EngineOptions;
import tocsin.promql.source.SeriesSource;
import tocsin.rules.RuleGroupSpec;
import tocsin.rules.RuleGroupView;
import tocsin.rules.RuleSettings;
import tocsin.rules.RuleSpec;
import tocsin.rules.replay.RuleReplay;
import tocsin.server.parts.RuleTemplates;
import tocsin.server.replay.ReplayReport.Episode;
import tocsin.server.replay.ReplayReport.Notice;
import tocsin.server.replay.ReplayReport.Pages;
import tocsin.server.replay.ReplayReport.Run;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/// Rules and routing over a stretch of history, from the first sample to the last page.
public final class ReplayRun {
    private static final int MOST_KEPT = 20_000;
    private static final int STEPS = 200;
    private static final Duration SHORTEST_STEP = Duration.ofMinutes(10);
    private static final Duration LONGEST_WARM_UP = Duration.ofDays(2);

    private final Over over;
    private final Change change;
    private final SortedMap<String, SortedMap<LocalDate, Integer>> fired = new TreeMap<>();
    private final SortedMap<String, SortedMap<LocalDate, Pages>> pages = new TreeMap<>();
    private final Map<Fingerprint, Episode> open = new HashMap<>();
    private final List<Episode> episodes = new ArrayList<>();
    private final List<Notice> notices = new ArrayList<>();
    private long moreEpisodes;
    private long moreNotices;

    /// What is replayed over.
    ///
    /// @param limits of the engine
    /// @param nanos measures how long it takes
    public record Over(
            SeriesSource history,
            Instant from,
            Instant to,
            EngineOptions options,
            Engine.Limits limits,
            LongSupplier nanos) {}

    /// What is replayed.
    ///
    /// @param routing empty when nobody asks for pages
    public record Change(
            List<RuleGroupSpec> groups, RuleSettings settings, Optional<PipelineConfig> routing) {
        /// Copies the groups.
        public Change {
            groups = List.copyOf(groups);
        }

        /// How long before the stretch it must begin, so that what was pending or firing then is:
        /// the longest `for` and `keep_firing_for`, and a little.
        Duration warmUp() {
            Duration longest = Duration.ZERO;
            for (RuleGroupSpec group : groups) {
                for (RuleSpec rule : group.rules()) {
                    if (rule instanceof RuleSpec.Alerting alerting) {
                        Duration both = alerting.holdFor().plus(alerting.keepFiringFor());
                        longest = both.compareTo(longest) > 0 ? both : longest;
                    }
                }
            }
            Duration all = longest.plusMinutes(15);
            return all.compareTo(LONGEST_WARM_UP) > 0 ? LONGEST_WARM_UP : all;
        }
    }

    /// Told how far a run is.
    @FunctionalInterface
    public interface Progress {
        /// Told now and then.
        ///
        /// @param done from 0 to 1
        /// @throws InterruptedException when the run is to end
        void at(double done) throws InterruptedException;
    }

    private ReplayRun(Over over, Change change) {
        this.over = over;
        this.change = change;
    }

    /// Runs it.
    ///
    /// @throws InterruptedException when `progress` ends it
    public static Run run(Over over, Change change, Progress progress) throws InterruptedException {
        return new ReplayRun(over, change).run(progress);
    }

    private Run run(Progress progress) throws InterruptedException {
        long began = over.nanos().getAsLong();
        Instant start = over.from().minus(change.warmUp());
        var loop = new VirtualLoop(start);
        Optional<VirtualPipeline> pipeline =
                change.routing()
                        .map(config ->
                                new VirtualPipeline(
                                        loop, config, VirtualPipeline.Ways.CONFIGURED, this::told));
        var parts =
                new RuleReplay.Parts(
                        over.history(),
                        change.groups(),
                        change.settings(),
                        over.options(),
                        over.limits(),
                        RuleTemplates::new);
        var rules =
                new RuleReplay(
                        loop,
                        parts,
                        over.to(),
                        alerts -> {
                            alerts.forEach(alert -> note(alert, loop.now()));
                            pipeline.ifPresent(to -> to.put(alerts));
                        });
        Duration whole = Duration.between(start, over.to());
        Duration step = whole.dividedBy(STEPS);
        step = step.compareTo(SHORTEST_STEP) < 0 ? SHORTEST_STEP : step;
        for (Instant at = start; at.isBefore(over.to()); ) {
            at = at.plus(step).isAfter(over.to()) ? over.to() : at.plus(step);
            rules.advanceTo(at);
            progress.at((double) Duration.between(start, at).toMillis() / whole.toMillis());
        }
        return result(rules.groups(), Duration.ofNanos(over.nanos().getAsLong() - began));
    }

    private static LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, ZoneOffset.UTC);
    }

    private void note(Alert alert, Instant now) {
        Episode known = open.get(alert.fingerprint());
        if (!alert.isResolved(now)) {
            if (known == null) {
                open.put(
                        alert.fingerprint(),
                        new Episode(
                                alert.name(), alert.labels(), alert.startsAt(), Optional.empty()));
                if (!alert.startsAt().isBefore(over.from())) {
                    fired.computeIfAbsent(alert.name(), _ -> new TreeMap<>())
                            .merge(day(alert.startsAt()), 1, Integer::sum);
                }
            }
        } else if (known != null) {
            open.remove(alert.fingerprint());
            keep(new Episode(known.name(), known.labels(), known.start(), Optional.of(now)));
        }
    }

    private void keep(Episode episode) {
        if (episode.end().filter(end -> end.isBefore(over.from())).isPresent()) {
            return;
        }
        if (episodes.size() < MOST_KEPT) {
            episodes.add(episode);
        } else {
            moreEpisodes++;
        }
    }

    private void told(VirtualPipeline.Page page) {
        if (page.at().isBefore(over.from())) {
            return;
        }
        Notification about = page.notification();
        boolean firing = about.isFiring();
        pages.computeIfAbsent(about.receiver(), _ -> new TreeMap<>())
                .merge(day(page.at()), firing ? new Pages(1, 0) : new Pages(0, 1), Pages::plus);
        if (notices.size() < MOST_KEPT) {
            notices.add(
                    new Notice(
                            page.at(),
                            about.receiver(),
                            page.integration(),
                            about.groupLabels(),
                            firing,
                            about.reason(),
                            about.alerts().size()));
        } else {
            moreNotices++;
        }
    }

    private Run result(List<RuleGroupView> groups, Duration took) {
        open.values().forEach(this::keep);
        episodes.sort(Comparator.comparing(Episode::start).thenComparing(Episode::labels));
        var failing = new TreeMap<String, String>();
        int rules = 0;
        for (RuleGroupView group : groups) {
            for (RuleGroupView.RuleView rule : group.rules()) {
                rules++;
                if (!rule.lastError().isEmpty()) {
                    failing.put(group.spec().name() + "/" + rule.spec().name(), rule.lastError());
                }
            }
        }
        return new Run(
                fired, pages, episodes, moreEpisodes, notices, moreNotices, failing, rules, took);
    }
}
