package tocsin.config;

import tocsin.http.Network;
import tocsin.inhibit.InhibitRule;
import tocsin.integration.Defaults;
import tocsin.integration.RouteLabelWords;
import tocsin.integration.TemplateWording;
import tocsin.labels.MatcherParser;
import tocsin.notify.Receiver;
import tocsin.outbox.OutboxTerms;
import tocsin.pipeline.PipelineConfig;
import tocsin.routing.Route;
import tocsin.template.Templates;
import tocsin.timeinterval.TimeInterval;
import tocsin.yaml.Fields;
import tocsin.yaml.Problems;
import tocsin.yaml.Problems.Problem;
import tocsin.yaml.YamlNode;
import tocsin.yaml.YamlReader;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Reads an `alertmanager.yml`.
public final class AlertmanagerFile {
    private final MatcherParser matchers;
    private final String externalUrl;
    private final Network network;

    /// What a file says.
    ///
    /// @param printed the configuration as it may be shown, secrets hidden
    /// @param warnings what is legal and yet probably not meant
    public record Read(PipelineConfig pipeline, String printed, List<String> warnings) {
        /// Copies the warnings.
        public Read {
            warnings = List.copyOf(warnings);
        }

        /// The same with receivers spoken to as `tocsin.yml` says.
        public Read with(OutboxTerms terms) {
            return new Read(pipeline.with(terms), printed, warnings);
        }
    }

    /// A reader.
    ///
    /// @param externalUrl where people reach this installation
    /// @param network what all senders share
    public AlertmanagerFile(MatcherParser matchers, String externalUrl, Network network) {
        this.matchers = matchers;
        this.externalUrl = externalUrl;
        this.network = network;
    }

    /// What the text says; empty, with problems added, when it cannot be used.
    ///
    /// @param file as the user named it; relative paths count from its folder
    public Optional<Read> read(Path file, String text, Problems problems) {
        return read(file, text, MustacheFields.NONE, problems);
    }

    /// The same with fields of receivers that are written in Mustache.
    public Optional<Read> read(Path file, String text, MustacheFields mustache, Problems problems) {
        int before = problems.all().size();
        Optional<YamlNode> top = YamlReader.read(file.toString(), text, problems);
        if (problems.all().size() > before) {
            return Optional.empty();
        }
        if (top.isEmpty()) {
            problems.add(new Problem(file.toString(), 0, "", "no route provided in config"));
            return Optional.empty();
        }
        Fields fields = Fields.of(mustache.over(top.get()), problems);
        Path folder = file.toAbsolutePath().getParent();
        var warnings = new ArrayList<>(TracingReader.read(fields));
        Optional<PipelineConfig> pipeline =
                pipeline(fields, folder == null ? Path.of("") : folder, problems);
        pipeline.ifPresent(found -> warnings.addAll(RouteReader.warnings(found)));
        return pipeline.filter(_ -> problems.isEmpty())
                .map(found -> new Read(found, ConfigPrinter.print(top.get(), matchers), warnings));
    }

    private Optional<PipelineConfig> pipeline(Fields fields, Path folder, Problems problems) {
        Optional<Templates> templates =
                new TemplateReader(network.rules().clock()).read(fields, folder);
        if (templates.isEmpty()) {
            return Optional.empty();
        }
        var wording = new TemplateWording(templates.get(), externalUrl);
        Defaults defaults = GlobalReader.read(fields, folder, network, wording);
        Map<String, List<TimeInterval>> intervals = TimeIntervalReader.read(fields);
        List<Receiver> receivers = new ReceiverReader(defaults).read(fields);
        List<InhibitRule> inhibitRules = new InhibitReader(matchers).read(fields);
        var routes = new RouteReader(matchers, names(receivers), intervals.keySet());
        Optional<Route> route = routes.read(fields);
        fields.done("the configuration");
        if (route.isEmpty() || !problems.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new PipelineConfig(
                            route.get(),
                            receivers,
                            inhibitRules,
                            intervals,
                            fields.fields("global")
                                    .flatMap(global -> global.duration("resolve_timeout"))
                                    .orElse(PipelineConfig.RESOLVE_TIMEOUT),
                            new RouteLabelWords(wording)));
        } catch (IllegalArgumentException e) {
            problems.add(fields.node(), String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private static Set<String> names(List<Receiver> receivers) {
        return receivers.stream().map(Receiver::name).collect(Collectors.toSet());
    }
}
