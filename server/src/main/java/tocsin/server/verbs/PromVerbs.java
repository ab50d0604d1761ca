package tocsin.server.verbs;

import picocli.CommandLine;

import tocsin.server.verbs.Verbs.Group;

/// The verbs of promtool.
final class PromVerbs {
    private PromVerbs() {}

    static void addTo(CommandLine line, Globals globals) {
        line.addSubcommand(
                "check",
                new CommandLine(new Group())
                        .addSubcommand(new CheckPrometheusConfig(globals))
                        .addSubcommand(new CheckRules(globals)));
        line.addSubcommand(
                "test", new CommandLine(new Group()).addSubcommand(new TestRules(globals)));
        line.addSubcommand(new Replay(globals));
        line.addSubcommand(
                "query",
                new CommandLine(new Group())
                        .addSubcommand(new InstantQuery(globals))
                        .addSubcommand(new RangeQuery(globals))
                        .addSubcommand(new SeriesQuery(globals))
                        .addSubcommand(new LabelsQuery(globals)));
        line.addSubcommand(
                "tsdb",
                new CommandLine(new Group())
                        .addSubcommand(
                                "create-blocks-from",
                                new CommandLine(new Group())
                                        .addSubcommand(new CreateBlocks(globals))
                                        .addSubcommand(new CreateRuleBlocks(globals))));
        line.addSubcommand(
                "promql", new CommandLine(new Group()).addSubcommand(new PromqlFormat(globals)));
    }
}
