package tocsin.rules;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import tocsin.alert.Alert;
import tocsin.labels.Labels;
import tocsin.labels.Matcher;
import tocsin.loop.EventLoop;
import tocsin.replica.MapSchema;
import tocsin.replica.ReplicatedMap;
import tocsin.replica.Replication;
import tocsin.rules.SampleSink.Sample;
import tocsin.testkit.HomeReplication;
import tocsin.testkit.SimLoop;
import tocsin.yaml.Problems;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// A rule engine in virtual time, over expressions whose results a test sets by hand. A restart
/// keeps the replicated state and nothing else.
final class World implements Expressions, SampleSink, Replication {
    final SimLoop loop = new SimLoop();
    final Map<String, List<Sample>> results = new HashMap<>();
    final Map<String, String> failures = new HashMap<>();
    final List<Sample> written = new ArrayList<>();
    final List<Alert> alerts = new ArrayList<>();
    final List<String> evaluated = new ArrayList<>();
    private final Map<String, ReplicatedMap<?, ?>> maps = new HashMap<>();
    private HomeReplication home = new HomeReplication("a");
    final List<List<Matcher>> lookedFor = new ArrayList<>();
    boolean owner = true;
    boolean slow;
    Duration pace = Duration.ofSeconds(45);
    RuleSettings.Operation operation = RuleSettings.Operation.DEFAULT;
    final Map<String, Long> read = new HashMap<>();
    private Runnable ownersChanged = () -> {};
    RuleManager manager = manager();

    private RuleManager manager() {
        var around =
                new RuleManager.Surroundings(
                        loop,
                        task -> loop.after(slow ? pace : Duration.ZERO, task),
                        this,
                        this,
                        this,
                        alerts::addAll,
                        (text, data) -> text.replace("{{ $value }}", String.valueOf(data.value())),
                        ownership(),
                        new RuleMetrics(new PrometheusRegistry()));
        var settings =
                new RuleSettings(
                        Duration.ofSeconds(30),
                        Duration.ZERO,
                        Duration.ofMinutes(1),
                        "http://tocsin",
                        Labels.EMPTY,
                        operation);
        var opened = RuleManager.open(around, settings);
        loop.settle();
        return opened.join();
    }

    private GroupOwnership ownership() {
        return new GroupOwnership() {
            @Override
            public String self() {
                return "a";
            }

            @Override
            public List<String> order(String groupKey) {
                return owner ? List.of("a", "b") : List.of("b", "a");
            }

            @Override
            public void watch(Runnable listener) {
                ownersChanged = listener;
            }
        };
    }

    void owns(boolean now) {
        owner = now;
        ownersChanged.run();
        loop.settle();
    }

    void restart() {
        manager.stop();
        loop.settle();
        manager = manager();
    }

    /// As [#restart()], with a folder without any state.
    void restartEmpty() {
        maps.clear();
        home = new HomeReplication("a");
        restart();
    }

    void run(RuleGroupSpec... groups) {
        manager.update(List.of(groups));
        loop.settle();
    }

    void run(String yaml) {
        var problems = new Problems();
        List<RuleGroupSpec> groups = RuleFile.read("rules.yml", yaml, this::compile, problems);
        if (!problems.isEmpty()) {
            throw new AssertionError(problems.report());
        }
        run(groups.toArray(RuleGroupSpec[]::new));
    }

    List<RuleGroupView> groups() {
        var groups = manager.groups();
        loop.settle();
        return groups.join();
    }

    void result(String expression, Labels labels, double value) {
        results.put(expression, List.of(new Sample(labels, 0, value)));
    }

    void nothing(String expression) {
        results.remove(expression);
    }

    @Override
    public Expression compile(String text) {
        if (text.contains("((")) {
            throw new IllegalArgumentException("1:1: parse error: unclosed left parenthesis");
        }
        return new Expression() {
            @Override
            public String canonical() {
                return text;
            }

            @Override
            public List<Sample> evaluate(long atMillis) throws EvaluationException {
                String failure = failures.get(text);
                if (failure != null) {
                    throw new EvaluationException(failure);
                }
                return results.getOrDefault(text, List.of());
            }

            @Override
            public Answer answer(long atMillis) throws EvaluationException {
                List<Sample> samples = evaluate(atMillis);
                evaluated.add(text + " " + (atMillis - loop.now().toEpochMilli()) / 1000);
                Long in = read.get(text);
                return new Answer(samples, in == null ? OptionalLong.empty() : OptionalLong.of(in));
            }

            @Override
            public List<List<Matcher>> selectors() {
                return text.matches("[a-z_:]+")
                        ? List.of(List.of(Matcher.equal(Labels.METRIC_NAME, text)))
                        : Expression.super.selectors();
            }
        };
    }

    /// Of what was written until now.
    @Override
    public List<Sample> lastOf(List<Matcher> matchers, long fromExclusive, long toInclusive) {
        lookedFor.add(matchers);
        Map<Labels, Sample> last = new HashMap<>();
        for (Sample sample : written) {
            long at = sample.timestampMillis();
            if (at > fromExclusive && at <= toInclusive && Matcher.all(matchers, sample.labels())) {
                last.put(sample.labels(), sample);
            }
        }
        return List.copyOf(last.values());
    }

    @Override
    public List<Refused> append(List<Sample> samples) {
        written.addAll(samples);
        return List.of();
    }

    @Override
    @SuppressWarnings("unchecked")
    public <K, V> ReplicatedMap<K, V> open(MapSchema<K, V> schema, EventLoop owner) {
        return (ReplicatedMap<K, V>)
                maps.computeIfAbsent(schema.name(), _ -> home.open(schema, owner));
    }
}
