package tocsin.server;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.config.TocsinFile;
import tocsin.http.Destinations;
import tocsin.http.Network;
import tocsin.loop.LoopThread;
import tocsin.server.api.AlertBounds;
import tocsin.server.cli.HostPort;
import tocsin.server.cli.Options;
import tocsin.server.cli.Version;
import tocsin.server.http.ClientWatch;
import tocsin.server.http.ControlPages;
import tocsin.server.http.Entrance;
import tocsin.server.http.HttpServer;
import tocsin.server.http.HttpSettings;
import tocsin.server.metrics.GaugeReading;
import tocsin.server.metrics.LoopMetrics;
import tocsin.server.metrics.ProcessMetrics;
import tocsin.server.metrics.SelfScrape;
import tocsin.server.parts.AlertmanagersPart;
import tocsin.server.parts.AlertsOfRules;
import tocsin.server.parts.ConfigPart;
import tocsin.server.parts.MeshPart;
import tocsin.server.parts.OtlpRules;
import tocsin.server.parts.PipelinePart;
import tocsin.server.parts.RulesPart;
import tocsin.server.parts.StoragesPart;
import tocsin.server.parts.StorePart;
import tocsin.server.promapi.ProcessView;
import tocsin.server.replay.Replays;
import tocsin.server.webconfig.LiveWebConfig;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// Opens everything a member consists of, in one straight line, and joins the parts that have never
/// met.
public final class Assembly {
    private static final Logger LOG = LoggerFactory.getLogger(Assembly.class);

    private final ConfigPart config;
    private final PipelinePart pipeline;
    private final RulesPart rules;
    private final AlertmanagersPart alertmanagers;
    private final HttpServer http;

    private Assembly(
            ConfigPart config,
            PipelinePart pipeline,
            RulesPart rules,
            AlertmanagersPart alertmanagers,
            HttpServer http) {
        this.alertmanagers = alertmanagers;
        this.config = config;
        this.pipeline = pipeline;
        this.rules = rules;
        this.http = http;
    }

    /// Opens a member; what was opened is on the stack of `lifecycle`, also when this fails.
    public static Assembly open(Options options, Lifecycle lifecycle)
            throws StartException, InterruptedException {
        var registry = new PrometheusRegistry();
        var process = new ProcessMetrics(registry, Version.TOCSIN, Version.ALERTMANAGER);
        Entrance entrance = entrance(options, registry);
        String external = externalUrl(options, entrance.tls().isPresent());
        Network network = lifecycle.opened("network", new Network(networkRules()));
        var config = new ConfigPart(options, external, network, process);
        ConfigPart.Loaded first = config.read();
        StorePart store = StorePart.open(options, lifecycle, registry);
        var storages =
                StoragesPart.open(options, first.own(), external, store, lifecycle, registry);
        MeshPart mesh = MeshPart.open(options, lifecycle, registry);
        PipelinePart pipeline =
                PipelinePart.create(options, first.routing(), mesh, lifecycle, registry);
        AlertmanagersPart elsewhere =
                AlertmanagersPart.open(options, first.own(), lifecycle, registry);
        var alerts = new AlertsOfRules(pipeline, elsewhere);
        var joined = new RulesPart.Joined(storages.rules(), mesh, alerts);
        RulesPart rules = RulesPart.open(joined, first.own(), external, lifecycle, registry);
        LoopMetrics.register(registry, lifecycle.open(LoopThread.class));
        var reloading = new Reloading();
        Replays replays = lifecycle.opened("replays", new Replays());
        Doors.Settings told = told(options, first.own(), config, registry, watch(lifecycle));
        var doors =
                new Doors(
                        registry, config, store, storages, mesh, pipeline, rules, elsewhere,
                        replays, told);
        List<Object> pages = pages(doors, external, new ControlPages(reloading, mesh::trouble));
        HttpServer http =
                lifecycle.opened(
                        "http", listen(settings(options.web()), entrance, pages, registry));
        var assembly = new Assembly(config, pipeline, rules, elsewhere, http);
        reloading.of = assembly;
        scrape(first.own(), store, registry, http);
        assembly.beginOnceSettled(options, first, mesh, lifecycle);
        http.addresses().forEach(address -> announce(address, entrance));
        return assembly;
    }

    private void beginOnceSettled(
            Options options, ConfigPart.Loaded first, MeshPart mesh, Lifecycle lifecycle) {
        var stopped = new AtomicBoolean();
        lifecycle.opened("settling", () -> stopped.set(true));
        mesh.whenSettled(() -> begin(options, first), stopped::get);
    }

    private static List<Object> pages(Doors doors, String external, ControlPages control) {
        List<Object> pages = new ArrayList<>(doors.pages(external));
        pages.add(control);
        return pages;
    }

    private static Doors.Settings told(
            Options options,
            TocsinFile.Read own,
            ConfigPart config,
            PrometheusRegistry registry,
            ClientWatch clients) {
        var process =
                new ProcessView(
                        Version.PROMETHEUS,
                        Instant.now(),
                        options.flags(),
                        config::ruleEngineYaml,
                        options.storage().samples().retention(),
                        new GaugeReading(registry)::value);
        return new Doors.Settings(
                own.externalLabels(),
                options.web().adminApi(),
                options.matchers(),
                bounds(options.alerts().size()),
                process,
                options.web().otlpReceiver()
                        ? Optional.of(OtlpRules.of(own.otlp(), options.query().lookback()))
                        : Optional.empty(),
                clients);
    }

    private static AlertBounds bounds(Options.AlertSize size) {
        return new AlertBounds(
                size.maxLabels(), size.maxNameBytes(), size.maxValueBytes(), size.maxBytes());
    }

    private static ClientWatch watch(Lifecycle lifecycle) throws StartException {
        try {
            return lifecycle.opened("clients", ClientWatch.open());
        } catch (IOException e) {
            throw new StartException("connections cannot be watched: " + e.getMessage());
        }
    }

    /// Until here nothing was evaluated and nothing told: what peers know comes first.
    private void begin(Options options, ConfigPart.Loaded first) {
        pipeline.open(options);
        rules.use(first.rules());
    }

    /// Receivers that tell senders by their name know upstream's.
    private static Network.Rules networkRules() {
        return new Network.Rules(
                Destinations.DEFAULT,
                Network.Limits.DEFAULT,
                "Alertmanager/" + Version.ALERTMANAGER,
                System.getenv(),
                InstantSource.system());
    }

    private static void scrape(
            TocsinFile.Read own, StorePart store, PrometheusRegistry registry, HttpServer http) {
        int port = http.addresses().getFirst().getPort();
        String instance = new HostPort(hostName(), port).toString();
        store.scrape(new SelfScrape(registry, "tocsin", instance), own.selfScrape());
    }

    /// The pages exist before what they reload does.
    private static final class Reloading implements ControlPages.Reloading {
        private volatile @Nullable Assembly of;

        @Override
        public void reload() throws ControlPages.ReloadException {
            Assembly assembly = of;
            if (assembly == null) {
                throw new ControlPages.ReloadException("the member is still starting");
            }
            try {
                assembly.load();
            } catch (StartException e) {
                refused(e);
                throw new ControlPages.ReloadException(String.valueOf(e.getMessage()));
            }
        }
    }

    private static Entrance entrance(Options options, PrometheusRegistry registry)
            throws StartException {
        if (options.web().configFile().isEmpty()) {
            return Entrance.OPEN;
        }
        try {
            return LiveWebConfig.open(
                    options.web().configFile().get(), new SecureRandom(), registry);
        } catch (IllegalArgumentException e) {
            throw new StartException(String.valueOf(e.getMessage()), e);
        }
    }

    private static String externalUrl(Options options, boolean encrypted) {
        return options.web()
                .externalUrl()
                .map(url -> url.replaceAll("/+$", ""))
                .orElseGet(() ->
                        (encrypted ? "https://" : "http://")
                                + new HostPort(
                                        hostName(), options.web().listen().getFirst().port()));
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    private static HttpSettings settings(Options.Web web) {
        return new HttpSettings(
                web.listen().stream().map(Assembly::socketAddress).toList(),
                HttpSettings.normalizedPrefix(
                        web.routePrefix()
                                .or(() -> web.externalUrl().map(url -> URI.create(url).getPath()))
                                .orElse("")),
                HttpSettings.getConcurrency(web.getConcurrency()),
                web.timeout());
    }

    private static HttpServer listen(
            HttpSettings settings,
            Entrance entrance,
            List<Object> pages,
            PrometheusRegistry metrics)
            throws StartException {
        try {
            return HttpServer.start(settings, entrance, pages, metrics);
        } catch (Exception e) {
            throw new StartException("cannot listen on " + settings.listen() + ": " + e, e);
        }
    }

    private static InetSocketAddress socketAddress(HostPort address) {
        return address.isEveryInterface()
                ? new InetSocketAddress(address.port())
                : new InetSocketAddress(address.host(), address.port());
    }

    private static void announce(InetSocketAddress address, Entrance entrance) {
        String host =
                address.getAddress().isAnyLocalAddress()
                        ? "[::]"
                        : new HostPort(address.getAddress().getHostAddress(), 0).host();
        LOG.atInfo().addKeyValue("address", host + ":" + address.getPort()).log("Listening on");
        boolean encrypted = entrance.tls().isPresent();
        LOG.atInfo()
                .addKeyValue("http2", encrypted && entrance.http2())
                .addKeyValue("address", host + ":" + address.getPort())
                .log(encrypted ? "TLS is enabled." : "TLS is disabled.");
    }

    /// Loads the configuration anew; a bad one is refused and the old one runs on.
    public void reload() {
        try {
            load();
        } catch (StartException e) {
            refused(e);
        }
    }

    private static void refused(StartException e) {
        LOG.atError()
                .addKeyValue("err", e.getMessage())
                .log("Loading configuration file failed; the old one runs on");
    }

    private void load() throws StartException {
        ConfigPart.Loaded loaded = config.read();
        alertmanagers.use(loaded.own());
        pipeline.use(loaded.routing());
        rules.use(loaded.rules());
    }

    /// The addresses listened on.
    public List<InetSocketAddress> addresses() {
        return http.addresses();
    }
}
