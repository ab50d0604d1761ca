package tocsin.server;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import tocsin.labels.Labels;
import tocsin.labels.Matcher;
import tocsin.labels.MatcherParser;
import tocsin.promql.parse.Parser;
import tocsin.rules.RuleGroupView;
import tocsin.server.api.AlertBounds;
import tocsin.server.api.AlertsResource;
import tocsin.server.api.AlertsShortcut;
import tocsin.server.api.ApiMetrics;
import tocsin.server.api.Conventions;
import tocsin.server.api.GroupsResource;
import tocsin.server.api.SilenceResource;
import tocsin.server.api.SilencesResource;
import tocsin.server.api.StatusResource;
import tocsin.server.cli.Version;
import tocsin.server.cluster.ClusterResource;
import tocsin.server.demo.Inbox;
import tocsin.server.explain.ExplainResource;
import tocsin.server.explain.HistoryResource;
import tocsin.server.http.ClientWatch;
import tocsin.server.http.Errors;
import tocsin.server.metrics.MetricsPage;
import tocsin.server.outbox.OutboxResource;
import tocsin.server.outbox.Outgoing;
import tocsin.server.outbox.ReceiverHealth;
import tocsin.server.outbox.ReceiversResource;
import tocsin.server.parts.AlertmanagersPart;
import tocsin.server.parts.ConfigPart;
import tocsin.server.parts.MeshPart;
import tocsin.server.parts.PipelineAlerting;
import tocsin.server.parts.PipelineExplaining;
import tocsin.server.parts.PipelineOutgoing;
import tocsin.server.parts.PipelinePart;
import tocsin.server.parts.ReplayMaking;
import tocsin.server.parts.RulesPart;
import tocsin.server.parts.StoragesPart;
import tocsin.server.parts.StorePart;
import tocsin.server.promapi.AdminResource;
import tocsin.server.promapi.ExemplarsResource;
import tocsin.server.promapi.FeaturesResource;
import tocsin.server.promapi.OtlpResource;
import tocsin.server.promapi.ParseResource;
import tocsin.server.promapi.ProcessView;
import tocsin.server.promapi.PromConventions;
import tocsin.server.promapi.PromStatusResource;
import tocsin.server.promapi.QueryResource;
import tocsin.server.promapi.ReadResource;
import tocsin.server.promapi.RulesResource;
import tocsin.server.promapi.SeriesResource;
import tocsin.server.promapi.TargetsResource;
import tocsin.server.promapi.WriteResource;
import tocsin.server.replay.ReplayResource;
import tocsin.server.replay.Replays;
import tocsin.server.rules.LedgerResource;
import tocsin.server.rules.RuleStand;
import tocsin.server.ui.UserInterface;
import tocsin.storage.otlp.OtlpTranslation;

import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Everything that a member answers over HTTP, door by door: Alertmanager's API, Prometheus's,
/// Tocsin's own, and the pages for people.
record Doors(
        PrometheusRegistry registry,
        ConfigPart config,
        StorePart store,
        StoragesPart.Opened storages,
        MeshPart mesh,
        PipelinePart pipeline,
        RulesPart rules,
        AlertmanagersPart alertmanagers,
        Replays replays,
        Settings settings) {

    /// What the doors are told by flags and files.
    ///
    /// @param external labels of the installation
    /// @param adminApi whether samples may be deleted, and snapshots taken
    /// @param matchers how matchers are read
    /// @param otlp how metrics of OpenTelemetry become series, where they are taken
    /// @param clients who notices that one hung up
    record Settings(
            Labels external,
            boolean adminApi,
            MatcherParser.Mode matchers,
            AlertBounds bounds,
            ProcessView process,
            Optional<OtlpTranslation> otlp,
            ClientWatch clients) {}

    /// All resources.
    ///
    /// @param externalUrl where people reach this installation
    List<Object> pages(String externalUrl) {
        var conventions = new Conventions();
        var promConventions = new PromConventions();
        var inbox = new Inbox(pipeline.loop());
        List<Object> pages = new ArrayList<>();
        pages.add(new Errors(List.of(conventions, promConventions)));
        pages.add(conventions);
        pages.add(promConventions);
        pages.addAll(alertmanagerApi());
        Outgoing outgoing = new PipelineOutgoing(pipeline, externalUrl);
        pages.add(new OutboxResource(outgoing));
        pages.add(new ReceiversResource(outgoing));
        storages.forwarding().ifPresent(pages::add);
        pages.addAll(prometheusApi());
        pages.add(inbox);
        pages.addAll(UserInterface.pages(shown(inbox, outgoing, URI.create(externalUrl))));
        pages.add(new ClusterResource(mesh::inDetail, () -> mesh.view().status(), Version.TOCSIN));
        pages.add(new LedgerResource(stand()));
        pages.add(
                new ReplayResource(
                        replays,
                        new ReplayMaking(config, store.store(), externalUrl),
                        InstantSource.system()));
        pages.add(new MetricsPage(registry));
        return pages;
    }

    private List<Object> alertmanagerApi() {
        var alerting = new PipelineAlerting(pipeline);
        var explaining = new PipelineExplaining(pipeline);
        var parser = new MatcherParser(settings.matchers(), "api");
        Function<String, Matcher> matchers = parser::one;
        var metrics = new ApiMetrics(registry);
        List<Object> pages = new ArrayList<>();
        pages.add(
                new AlertsResource(
                        alerting, matchers, parser::accepts, settings.bounds(), metrics));
        pages.add(new GroupsResource(alerting, matchers));
        pages.add(new SilencesResource(alerting, matchers, parser::accepts));
        pages.add(new SilenceResource(alerting));
        pages.add(new ExplainResource(explaining));
        pages.add(new HistoryResource(explaining, matchers));
        pages.add(new StatusResource(alerting, mesh::view, matchers, Version.ALERTMANAGER));
        // The short way knows no names but those of UTF-8.
        if (settings.matchers() != MatcherParser.Mode.CLASSIC) {
            pages.add(
                    new AlertsShortcut(
                            alerting, pipeline.pipeline().pool(), settings.bounds(), metrics));
        }
        return pages;
    }

    private List<Object> prometheusApi() {
        return List.of(
                new QueryResource(
                        storages.engine(),
                        storages.queries()::parse,
                        settings.clients(),
                        InstantSource.system()),
                new ParseResource(storages.queries()::parse),
                new SeriesResource(storages.source(), Parser::selector, store.metadata()),
                new ExemplarsResource(store.exemplars(), storages.queries()::parse),
                new RulesResource(rules::groups, Parser::selector),
                new WriteResource(store.remoteWrite()),
                new OtlpResource(settings.otlp().map(rules -> store.otlp(rules, registry))),
                new ReadResource(store.remoteRead(settings.external())),
                new AdminResource(
                        settings.adminApi() ? Optional.of(store.admin()) : Optional.empty(),
                        Parser::selector),
                new TargetsResource(alertmanagers::view),
                new FeaturesResource(
                        storages.queries().language(),
                        settings.adminApi(),
                        settings.otlp().isPresent()),
                new PromStatusResource(settings.process(), store.store()));
    }

    private RuleStand stand() {
        return new RuleStand() {
            @Override
            public List<RuleGroupView> groups() throws InterruptedException {
                return rules.groups();
            }

            @Override
            public List<List<String>> cycles() throws InterruptedException {
                return rules.cycles();
            }

            @Override
            public List<Quarantined> quarantined() {
                return config.quarantined();
            }
        };
    }

    private UserInterface.Ports shown(Inbox inbox, Outgoing outgoing, URI external) {
        var versions = new LinkedHashMap<String, String>();
        versions.put("Tocsin", Version.TOCSIN);
        versions.put("Speaks Alertmanager", Version.ALERTMANAGER);
        versions.put("Speaks Prometheus", Version.PROMETHEUS);
        versions.put("Java", System.getProperty("java.version"));
        return new UserInterface.Ports(
                new PipelineAlerting(pipeline),
                mesh::view,
                stand(),
                storages.typed(),
                new PipelineExplaining(pipeline),
                () -> inbox.letters().stream().map(Doors::received).toList(),
                () -> ReceiverHealth.of(outgoing),
                new MatcherParser(settings.matchers(), "ui")::list,
                new UserInterface.Build(settings.process().started(), versions),
                external.getScheme() + "://" + external.getRawAuthority());
    }

    private static UserInterface.Received received(Inbox.Letter letter) {
        return new UserInterface.Received(
                letter.at(), letter.receiver(), letter.status(), letter.title(), letter.body());
    }
}
