package tocsin.server.verbs;

import com.fasterxml.jackson.databind.JsonNode;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tocsin.duration.DurationText;
import tocsin.promql.ast.Printer;
import tocsin.promql.parse.Parser;
import tocsin.promql.parse.ParserOptions;
import tocsin.rules.RuleFile;
import tocsin.rules.RuleGroupSpec;
import tocsin.rules.RuleSpec;
import tocsin.yaml.Problems;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `tsdb create-blocks-from rules`: what recording rules would have recorded, asked of a server
/// that has the data. Rules are asked for at the instants at which their group is evaluated, so
/// that what is made here continues in what the rule records from now on.
///
/// Alerting rules are passed over, as promtool's help has it; promtool's code makes series of their
/// names. No rule sees what another one gives here.
@Command(name = "rules", description = "Create blocks of data for new recording rules.")
final class CreateRuleBlocks implements Callable<Integer> {
    private static final Duration RANGE = Duration.ofHours(2);
    private static final Duration SETTLED = Duration.ofHours(3);

    /// A server refuses to answer more steps at once.
    private static final int MOST_STEPS = 11_000;

    private final Globals globals;

    @Mixin private final BlockOutput told = new BlockOutput();

    @Option(
            names = "--url",
            defaultValue = "http://localhost:9090",
            description = "The server with the data where the rule will be backfilled from.")
    String url = "http://localhost:9090";

    @Option(
            names = "--start",
            required = true,
            description = "From when, in seconds or RFC 3339. Required.")
    String start = "";

    @Option(names = "--end", description = "Until when; 3 hours ago without it.")
    Optional<String> end = Optional.empty();

    @Option(
            names = "--output-dir",
            defaultValue = "data/",
            description = "Output directory for generated blocks.")
    Path output = Path.of("data/");

    @Option(
            names = "--eval-interval",
            defaultValue = "60s",
            description = "Of groups that name none.")
    String interval = "60s";

    @Parameters(arity = "1..*", paramLabel = "rule-files", description = "Rule files.")
    List<Path> files = List.of();

    CreateRuleBlocks(Globals globals) {
        this.globals = globals;
    }

    /// A rule to ask for.
    private record Asked(RuleGroupSpec group, RuleSpec.Recording rule, Duration every) {
        String place() {
            return group.file() + ": group \"" + group.name() + "\", rule \"" + rule.name() + "\"";
        }
    }

    @Override
    public Integer call() {
        Instant from = whole(PromQuery.time(start));
        Instant to = whole(end.map(PromQuery::time).orElseGet(() -> Instant.now().minus(SETTLED)));
        if (!from.isBefore(to)) {
            throw new VerbException("start time is not before end time");
        }
        List<Asked> rules = rules();
        HttpCalls http = HttpCalls.to(url, globals.httpConfigFile, globals.timeLimit());
        try {
            var blocks = new Backfill(output, told.teller(globals.streams().out(), output));
            long width = RANGE.toSeconds();
            long first = Math.floorDiv(from.getEpochSecond(), width) * width;
            for (long at = first; at <= to.getEpochSecond(); at += width) {
                Instant begin = Instant.ofEpochSecond(Math.max(at, from.getEpochSecond()));
                Instant last = Instant.ofEpochSecond(Math.min(at + width - 1, to.getEpochSecond()));
                for (Asked rule : rules) {
                    ask(http, rule, begin, last, blocks);
                }
                blocks.write();
            }
        } catch (IOException e) {
            throw new VerbException(output + ": " + e.getMessage());
        }
        return 0;
    }

    private static Instant whole(Instant time) {
        return Instant.ofEpochSecond(time.getEpochSecond());
    }

    private List<Asked> rules() {
        Duration standard = length(interval);
        var problems = new Problems();
        var rules = new ArrayList<Asked>();
        for (Path file : files) {
            String text = ConfigFiles.text(file);
            var syntax = RuleSyntax.of(Features.parser(globals.features));
            for (var group : RuleFile.read(file.toString(), text, syntax, problems)) {
                Duration every = group.interval().orElse(standard);
                for (RuleSpec rule : group.rules()) {
                    switch (rule) {
                        case RuleSpec.Recording recording ->
                                rules.add(new Asked(group, recording, every));
                        case RuleSpec.Alerting alerting ->
                                globals.streams()
                                        .err()
                                        .print(
                                                file
                                                        + ": alerting rule \""
                                                        + alerting.name()
                                                        + "\" passed over\n");
                    }
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new VerbException(problems.report().strip());
        }
        return rules;
    }

    private static Duration length(String text) {
        try {
            Duration length = DurationText.parse(text);
            if (length.isPositive()) {
                return length;
            }
        } catch (IllegalArgumentException e) {
            throw new VerbException("--eval-interval: " + e.getMessage());
        }
        throw new VerbException("--eval-interval: must be above 0, got " + text);
    }

    private void ask(HttpCalls http, Asked asked, Instant begin, Instant last, Backfill blocks)
            throws IOException {
        ParserOptions syntax = Features.parser(globals.features);
        String query = Printer.print(Parser.parse(asked.rule().expression(), syntax));
        Instant at = asked.group().slotAtOrAfter(begin, asked.every());
        while (!at.isAfter(last)) {
            Instant next = at.plus(asked.every().multipliedBy(MOST_STEPS));
            Instant until = next.isAfter(last) ? last : next.minus(asked.every());
            var parameters =
                    List.of(
                            Map.entry("query", query),
                            Map.entry("start", seconds(at)),
                            Map.entry("end", seconds(until)),
                            Map.entry("step", DurationText.format(asked.every())));
            String form = HttpCalls.query(parameters).substring(1);
            JsonNode data;
            try {
                data = PromQuery.data(http.postForm("/api/v1/query_range", form), globals);
                if (!data.path("resultType").asText().equals("matrix")) {
                    throw new VerbException("query error: the answer is no matrix");
                }
                blocks.take(data.path("result"), asked.rule());
            } catch (VerbException e) {
                throw new VerbException(asked.place() + ": " + e.getMessage());
            }
            at = next;
        }
    }

    private static String seconds(Instant time) {
        return BigDecimal.valueOf(time.getEpochSecond())
                .add(BigDecimal.valueOf(time.getNano(), 9))
                .stripTrailingZeros()
                .toPlainString();
    }
}
