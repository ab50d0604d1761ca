package tocsin.server.storages;

import tocsin.config.Storages;
import tocsin.rules.Expression;
import tocsin.rules.Expressions;
import tocsin.rules.RuleGroupSpec;
import tocsin.rules.SampleSink;
import tocsin.rules.TemplateExpander;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The storages by name, and which rule group uses which.
public final class RoutedStorages {
    private final Storages storages;
    private final Map<String, Served> byName;

    /// What rules get of a storage.
    public record Served(Expressions expressions, SampleSink samples, TemplateExpander templates) {}

    /// These storages, of which each that `storages` names is one.
    public RoutedStorages(Storages storages, Map<String, Served> byName) {
        this.storages = storages;
        this.byName = Map.copyOf(byName);
    }

    private Served named(String name) {
        return Optional.ofNullable(byName.get(name))
                .orElseThrow(() -> new IllegalStateException("no storage " + name));
    }

    private Served serving(RuleGroupSpec group) {
        return named(storages.of(group.file(), group.name()));
    }

    /// Each group's expressions.
    public Expressions expressions() {
        return new Expressions() {
            @Override
            public Expression compile(String text) {
                return named(storages.rules()).expressions().compile(text);
            }

            @Override
            public Expressions expressionsOf(RuleGroupSpec group) {
                return serving(group).expressions();
            }
        };
    }

    /// Where each group's results go.
    public SampleSink samples() {
        return new SampleSink() {
            @Override
            public List<Refused> append(List<Sample> samples) {
                return named(storages.rules()).samples().append(samples);
            }

            @Override
            public SampleSink sinkOf(RuleGroupSpec group) {
                return serving(group).samples();
            }
        };
    }

    /// Each group's templates.
    public TemplateExpander templates() {
        return new TemplateExpander() {
            @Override
            public String expand(String text, Data data) {
                return named(storages.rules()).templates().expand(text, data);
            }

            @Override
            public TemplateExpander templatesOf(RuleGroupSpec group) {
                return serving(group).templates();
            }
        };
    }
}
