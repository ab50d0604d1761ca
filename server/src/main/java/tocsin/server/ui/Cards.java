package tocsin.server.ui;

import tocsin.labels.Labels;
import tocsin.labels.LabelsBuilder;
import tocsin.server.api.Alerting.AlertView;
import tocsin.server.api.Alerting.GroupView;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Groups as cards. A card says once what all its alerts share, and of each alert only what
/// differs: forty alerts of one deployment are forty short lines.
final class Cards {
    private static final int ROWS = 8;
    private static final Comparator<AlertView> URGENT_FIRST =
            Comparator.<AlertView, Standing>comparing(view -> Standing.of(view.status()))
                    .thenComparing(view -> Severity.of(view.alert().labels()))
                    .thenComparing(view -> view.alert().startsAt(), Comparator.reverseOrder())
                    .thenComparing(view -> view.alert().labels());

    private Cards() {}

    /// A group with those of its alerts that were asked for.
    record Group(GroupView view, List<AlertView> alerts, Standing standing, Severity severity) {
        static Group of(GroupView view, List<AlertView> alerts) {
            return new Group(
                    view,
                    alerts,
                    alerts.stream()
                            .map(alert -> Standing.of(alert.status()))
                            .min(Comparator.naturalOrder())
                            .orElse(Standing.MUTED),
                    alerts.stream()
                            .map(alert -> Severity.of(alert.alert().labels()))
                            .min(Comparator.naturalOrder())
                            .orElse(Severity.OTHER));
        }
    }

    /// What is not muted first, then the loud, then as the API orders groups.
    static final Comparator<Group> ORDER =
            Comparator.comparing(Group::standing).thenComparing(Group::severity);

    /// A card.
    ///
    /// @param groupChips the labels the group is made by
    /// @param sharedChips other labels that all its alerts have
    /// @param sharedNotes annotations that all its alerts have
    /// @param more how many alerts it does not show; empty for none
    record Card(
            String id,
            String severity,
            String receiver,
            String receiverHref,
            List<AlertRow.Chip> groupChips,
            List<AlertRow.Chip> sharedChips,
            boolean hasShared,
            List<AlertRow.Note> sharedNotes,
            boolean hasSharedNotes,
            int count,
            boolean single,
            List<AlertRow> rows,
            String more,
            String all,
            String silence) {}

    static Card card(Group group, AlertQuery query, Instant now) {
        Labels by = group.view().labels();
        Labels shared = common(group.alerts(), view -> view.alert().labels());
        Labels notes =
                group.alerts().size() == 1
                        ? Labels.EMPTY
                        : common(group.alerts(), view -> view.alert().annotations());
        Set<String> hidden = names(shared);
        Set<String> said = names(notes);
        List<AlertRow> rows =
                group.alerts().stream()
                        .sorted(URGENT_FIRST)
                        .limit(ROWS)
                        .map(view -> AlertRow.of(view, now, query, hidden, said))
                        .toList();
        int hiddenRows = group.alerts().size() - rows.size();
        List<AlertRow.Chip> sharedChips = AlertRow.chips(shared.without(names(by)), query);
        return new Card(
                "g" + Integer.toHexString((by + group.view().receiver()).hashCode()),
                group.severity().style(),
                group.view().receiver(),
                Link.to("").with("receiver", group.view().receiver()).toString(),
                AlertRow.chips(by, query),
                sharedChips,
                !sharedChips.isEmpty(),
                AlertRow.notes(notes, Set.of()),
                !notes.isEmpty(),
                group.alerts().size(),
                group.alerts().size() == 1,
                rows,
                hiddenRows == 0 ? "" : "" + hiddenRows,
                query.group(by, group.view().receiver()).toString(),
                Link.to("silences/new")
                        .with("filter", AlertQuery.text(by.isEmpty() ? shared : by))
                        .toString());
    }

    private static Set<String> names(Labels labels) {
        return labels.toMap().keySet();
    }

    /// The labels, or annotations, that are the same in all.
    private static Labels common(List<AlertView> alerts, Function<AlertView, Labels> of) {
        Labels common = of.apply(alerts.getFirst());
        for (AlertView alert : alerts) {
            common = intersection(common, of.apply(alert));
            if (common.isEmpty()) {
                return common;
            }
        }
        return common;
    }

    private static Labels intersection(Labels a, Labels b) {
        if (a.equals(b)) {
            return a;
        }
        var same = new LabelsBuilder();
        a.forEachLabel((name, value) -> {
            if (b.get(name).equals(value)) {
                same.set(name, value);
            }
        });
        return same.build();
    }

    /// The groups that hold what is asked for.
    static List<Group> groups(List<GroupView> views, AlertQuery query) {
        var groups = new ArrayList<Group>();
        for (GroupView view : views) {
            List<AlertView> wanted =
                    view.alerts().stream()
                            .filter(alert -> query.matches(alert.alert().labels()))
                            .filter(alert -> query.wants(Standing.of(alert.status())))
                            .collect(Collectors.toCollection(ArrayList::new));
            if (!wanted.isEmpty()) {
                groups.add(Group.of(view, wanted));
            }
        }
        groups.sort(ORDER);
        return groups;
    }

    /// Every alert once, the urgent first.
    static List<AlertView> table(List<Group> groups) {
        var seen = new HashSet<Labels>();
        return groups.stream()
                .flatMap(group -> group.alerts().stream())
                .filter(view -> seen.add(view.alert().labels()))
                .sorted(URGENT_FIRST)
                .toList();
    }
}
