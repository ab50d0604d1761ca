package tocsin.server;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.http.Destinations;
import tocsin.http.Network;
import tocsin.labels.Matcher;
import tocsin.labels.MatcherParser;
import tocsin.server.api.AlertsResource;
import tocsin.server.api.ApiMetrics;
import tocsin.server.api.Conventions;
import tocsin.server.api.GroupsResource;
import tocsin.server.api.SilenceResource;
import tocsin.server.api.SilencesResource;
import tocsin.server.api.StatusResource;
import tocsin.server.cli.HostPort;
import tocsin.server.cli.Options;
import tocsin.server.cli.Version;
import tocsin.server.explain.ExplainResource;
import tocsin.server.explain.HistoryResource;
import tocsin.server.http.ControlPages;
import tocsin.server.http.Errors;
import tocsin.server.http.HttpServer;
import tocsin.server.http.HttpSettings;
import tocsin.server.metrics.MetricsPage;
import tocsin.server.metrics.ProcessMetrics;
import tocsin.server.parts.ConfigPart;
import tocsin.server.parts.MeshPart;
import tocsin.server.parts.PipelineAlerting;
import tocsin.server.parts.PipelineExplaining;
import tocsin.server.parts.PipelinePart;
import tocsin.server.ui.UserInterface;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/// Opens everything a member consists of, in one straight line, and joins the parts that have never
/// met.
public final class Assembly {
    private static final Logger LOG = LoggerFactory.getLogger(Assembly.class);

    private final ConfigPart config;
    private final PipelinePart pipeline;
    private final HttpServer http;

    private Assembly(ConfigPart config, PipelinePart pipeline, HttpServer http) {
        this.config = config;
        this.pipeline = pipeline;
        this.http = http;
    }

    /// Opens a member; what was opened is on the stack of `lifecycle`, also when this fails.
    public static Assembly open(Options options, Lifecycle lifecycle)
            throws StartException, InterruptedException {
        var registry = new PrometheusRegistry();
        var process = new ProcessMetrics(registry, Version.TOCSIN, Version.ALERTMANAGER);
        Network network = lifecycle.opened("network", new Network(networkRules()));
        var config = new ConfigPart(options, externalUrl(options), network, process);
        var first = config.read();
        MeshPart mesh = MeshPart.open(options, lifecycle, registry);
        PipelinePart pipeline = PipelinePart.create(options, first, mesh, lifecycle, registry);

        var reloading = new Reloading();
        List<Object> pages = new ArrayList<>(alertmanagerApi(pipeline, mesh, registry));
        pages.addAll(UserInterface.pages(shown(options, pipeline, mesh)));
        pages.add(new ControlPages(reloading));
        pages.add(new MetricsPage(registry));
        HttpServer http =
                lifecycle.opened("http", listen(settings(options.web()), pages, registry));
        var assembly = new Assembly(config, pipeline, http);
        reloading.of = assembly;
        var stopped = new AtomicBoolean();
        lifecycle.opened("settling", () -> stopped.set(true));
        mesh.whenSettled(() -> pipeline.open(options), stopped::get);
        http.addresses().forEach(Assembly::announce);
        return assembly;
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

    private static List<Object> alertmanagerApi(
            PipelinePart pipeline, MeshPart mesh, PrometheusRegistry registry) {
        var alerting = new PipelineAlerting(pipeline);
        var explaining = new PipelineExplaining(pipeline);
        var conventions = new Conventions();
        Function<String, Matcher> matchers =
                new MatcherParser(MatcherParser.Mode.FALLBACK, "api")::one;
        return List.of(
                new Errors(List.of(conventions)),
                conventions,
                new AlertsResource(alerting, matchers, new ApiMetrics(registry)),
                new GroupsResource(alerting, matchers),
                new SilencesResource(alerting, matchers),
                new SilenceResource(alerting),
                new ExplainResource(explaining),
                new HistoryResource(explaining, matchers),
                new StatusResource(alerting, mesh::view, matchers, Version.ALERTMANAGER));
    }

    private static UserInterface.Ports shown(
            Options options, PipelinePart pipeline, MeshPart mesh) {
        var versions = new LinkedHashMap<String, String>();
        versions.put("Tocsin", Version.TOCSIN);
        versions.put("Speaks Alertmanager", Version.ALERTMANAGER);
        versions.put("Speaks Prometheus", Version.PROMETHEUS);
        versions.put("Java", System.getProperty("java.version"));
        URI external = URI.create(externalUrl(options));
        return new UserInterface.Ports(
                new PipelineAlerting(pipeline),
                mesh::view,
                List::of,
                List::of,
                new MatcherParser(MatcherParser.Mode.FALLBACK, "ui")::list,
                new UserInterface.Build(Instant.now(), versions),
                external.getScheme() + "://" + external.getRawAuthority());
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
                throw new ControlPages.ReloadException(String.valueOf(e.getMessage()));
            }
        }
    }

    static String externalUrl(Options options) {
        return options.web()
                .externalUrl()
                .map(url -> url.replaceAll("/+$", ""))
                .orElseGet(() ->
                        "http://"
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
            HttpSettings settings, List<Object> pages, PrometheusRegistry metrics)
            throws StartException {
        try {
            return HttpServer.start(settings, pages, metrics);
        } catch (Exception e) {
            throw new StartException("cannot listen on " + settings.listen() + ": " + e, e);
        }
    }

    private static InetSocketAddress socketAddress(HostPort address) {
        return address.isEveryInterface()
                ? new InetSocketAddress(address.port())
                : new InetSocketAddress(address.host(), address.port());
    }

    private static void announce(InetSocketAddress address) {
        String host =
                address.getAddress().isAnyLocalAddress()
                        ? "[::]"
                        : new HostPort(address.getAddress().getHostAddress(), 0).host();
        LOG.atInfo().addKeyValue("address", host + ":" + address.getPort()).log("Listening on");
        LOG.atInfo()
                .addKeyValue("http2", false)
                .addKeyValue("address", host + ":" + address.getPort())
                .log("TLS is disabled.");
    }

    /// Loads the configuration anew; a bad one is refused and the old one runs on.
    public void reload() {
        try {
            load();
        } catch (StartException e) {
            LOG.atError()
                    .addKeyValue("err", e.getMessage())
                    .log("Loading configuration file failed; the old one runs on");
        }
    }

    private void load() throws StartException {
        pipeline.use(config.read());
    }

    /// The addresses listened on.
    public List<InetSocketAddress> addresses() {
        return http.addresses();
    }
}
