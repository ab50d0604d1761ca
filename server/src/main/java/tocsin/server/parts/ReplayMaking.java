package tocsin.server.parts;

import tocsin.pipeline.PipelineConfig;
import tocsin.promql.eval.Engine;
import tocsin.promql.eval.EngineOptions;
import tocsin.promql.parse.ParserOptions;
import tocsin.promql.source.SeriesSource;
import tocsin.rules.RuleFile;
import tocsin.rules.RuleGroupSpec;
import tocsin.rules.RuleSettings;
import tocsin.server.replay.ReplayResource;
import tocsin.server.replay.ReplayRun.Change;
import tocsin.server.replay.ReplayRun.Over;
import tocsin.server.replay.Replays.Asked;
import tocsin.yaml.Problems;

import java.util.List;
import java.util.Optional;

/// Replays over what this member stores, of what runs now or of texts somebody sends.
///
/// @param history the samples
/// @param externalUrl for links in alerts
public record ReplayMaking(ConfigPart config, SeriesSource history, String externalUrl)
        implements ReplayResource.Making {
    @Override
    public Asked of(
            ReplayResource.Stretch stretch, Optional<String> rules, Optional<String> routing) {
        ConfigPart.Loaded now =
                config.current()
                        .orElseThrow(() -> new IllegalArgumentException("nothing is loaded yet"));
        RuleSettings settings = RulesPart.settings(now.own(), externalUrl);
        PipelineConfig runs = now.routing().pipeline();
        var before = new Change(now.rules(), settings, Optional.of(runs));
        List<RuleGroupSpec> groups = rules.map(this::groups).orElse(now.rules());
        PipelineConfig routes = routing.map(text -> config.routing(text).pipeline()).orElse(runs);
        var options =
                new EngineOptions(
                        ParserOptions.SERVER,
                        EngineOptions.SERVER.lookback(),
                        settings.interval(),
                        false,
                        false,
                        false);
        var over =
                new Over(
                        history,
                        stretch.from(),
                        stretch.to(),
                        options,
                        Engine.Limits.SERVER,
                        System::nanoTime);
        return new Asked(
                over,
                new Change(groups, settings, Optional.of(routes)),
                stretch.compares() ? Optional.of(before) : Optional.empty());
    }

    private List<RuleGroupSpec> groups(String text) {
        var problems = new Problems();
        List<RuleGroupSpec> groups =
                RuleFile.read("rules", text, RuleTemplates.checking(config::check), problems);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(problems.report().strip());
        }
        return groups;
    }
}
