package tocsin.config;

import tocsin.template.MarkedTemplates;
import tocsin.template.MustacheTemplates;
import tocsin.yaml.Fields;
import tocsin.yaml.Problems;
import tocsin.yaml.YamlNode;
import tocsin.yaml.YamlNode.Entry;
import tocsin.yaml.YamlNode.Mapping;
import tocsin.yaml.YamlNode.Scalar;
import tocsin.yaml.YamlNode.Sequence;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.UnaryOperator;

/// `mustache` of a `tocsin.yml`: fields of receivers whose templates are written in Mustache. They
/// take the place of what `alertmanager.yml` says there, before that is read; so every field that
/// may hold a template there may hold one here.
public final class MustacheFields {
    /// No fields.
    public static final MustacheFields NONE = new MustacheFields(List.of());

    private final List<Change> changes;

    /// Fields of one integration.
    private record Change(
            Fields at, String receiver, String integration, long index, Mapping fields) {}

    private MustacheFields(List<Change> changes) {
        this.changes = changes;
    }

    static MustacheFields read(Fields top) {
        var changes = new ArrayList<Change>();
        for (YamlNode item : top.items("mustache")) {
            Fields fields = Fields.of(item, top.problems());
            String receiver = fields.text("receiver", "");
            String integration = fields.text("integration", "");
            long index = fields.integer("index").orElse(0L);
            YamlNode templates = fields.node("fields").orElse(fields.node());
            fields.done("mustache");
            if (receiver.isEmpty() || integration.isEmpty() || !fields.has("fields")) {
                fields.problems()
                        .add(item, "expected receiver, integration and fields in mustache");
            } else if (templates instanceof Mapping mapping) {
                changes.add(
                        new Change(
                                fields,
                                receiver,
                                integration,
                                index,
                                (Mapping) marked(mapping, top.problems())));
            } else {
                fields.problem("fields", "expected a mapping, found " + templates.kind());
            }
        }
        return new MustacheFields(changes);
    }

    private static YamlNode marked(YamlNode node, Problems problems) {
        return switch (node) {
            case Scalar scalar -> {
                String problem = MustacheTemplates.problem(scalar.text());
                if (!problem.isEmpty()) {
                    problems.add(scalar, problem);
                }
                yield new Scalar(
                        scalar.file(),
                        scalar.line(),
                        scalar.path(),
                        scalar.text().contains("{{")
                                ? MarkedTemplates.mark(scalar.text())
                                : scalar.text(),
                        scalar.plain());
            }
            case Sequence list ->
                    new Sequence(
                            list.file(),
                            list.line(),
                            list.path(),
                            list.items().stream().map(each -> marked(each, problems)).toList());
            case Mapping mapping -> {
                var entries = new LinkedHashMap<String, Entry>();
                mapping.entries()
                        .forEach((key, entry) ->
                                entries.put(
                                        key,
                                        new Entry(entry.line(), marked(entry.value(), problems))));
                yield new Mapping(mapping.file(), mapping.line(), mapping.path(), entries);
            }
        };
    }

    /// The file with the fields put in.
    YamlNode over(YamlNode alertmanager) {
        YamlNode changed = alertmanager;
        for (Change change : changes) {
            var place = new Place(change);
            changed = Place.with(changed, "receivers", place::receivers);
            if (!place.found) {
                change.at.problem(
                        "receiver",
                        "there is no %s[%d] in a receiver \"%s\""
                                .formatted(change.integration, change.index, change.receiver));
            }
        }
        return changed;
    }

    /// Where a change belongs.
    private static final class Place {
        private final Change change;
        private boolean found;

        private Place(Change change) {
            this.change = change;
        }

        /// The node with what stands behind a key changed.
        private static YamlNode with(YamlNode node, String key, UnaryOperator<YamlNode> changed) {
            if (!(node instanceof Mapping mapping)) {
                return node;
            }
            var entries = new LinkedHashMap<>(mapping.entries());
            entries.computeIfPresent(
                    key, (_, entry) -> new Entry(entry.line(), changed.apply(entry.value())));
            return new Mapping(mapping.file(), mapping.line(), mapping.path(), entries);
        }

        private YamlNode receivers(YamlNode node) {
            if (!(node instanceof Sequence receivers)) {
                return node;
            }
            List<YamlNode> items =
                    receivers.items().stream()
                            .map(item ->
                                    isNamed(item)
                                            ? with(
                                                    item,
                                                    change.integration + "_configs",
                                                    this::integrations)
                                            : item)
                            .toList();
            return new Sequence(receivers.file(), receivers.line(), receivers.path(), items);
        }

        private boolean isNamed(YamlNode receiver) {
            return receiver instanceof Mapping mapping
                    && mapping.find("name").orElse(mapping) instanceof Scalar name
                    && name.text().equals(change.receiver);
        }

        private YamlNode integrations(YamlNode node) {
            if (!(node instanceof Sequence list) || change.index >= list.items().size()) {
                return node;
            }
            var items = new ArrayList<>(list.items());
            YamlNode there = items.get((int) change.index);
            if (there instanceof Mapping mapping) {
                found = true;
                var entries = new LinkedHashMap<>(mapping.entries());
                entries.putAll(change.fields.entries());
                items.set(
                        (int) change.index,
                        new Mapping(mapping.file(), mapping.line(), mapping.path(), entries));
            }
            return new Sequence(list.file(), list.line(), list.path(), items);
        }
    }
}
