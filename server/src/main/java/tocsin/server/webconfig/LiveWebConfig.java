package tocsin.server.webconfig;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.server.http.Entrance;
import tocsin.server.webconfig.WebConfigFile.BadFileException;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;

/// The file as it is now. It is looked at for each request and each connection, and read when it,
/// or a file it names, was replaced: users and certificates change without a restart.
///
/// A file that turns bad is told in the log and by a metric, and what was good before stands.
/// Upstream answers 500 to everybody instead; an alert manager had better go on.
public final class LiveWebConfig implements Entrance {
    private static final Logger LOG = LoggerFactory.getLogger(LiveWebConfig.class);

    private final Path file;
    private final PasswordCheck passwords;
    private final WebConfigMetrics metrics;
    private final boolean http2;
    private final AtomicReference<Seen> seen;
    private final AtomicReference<@Nullable ServerTls> tls = new AtomicReference<>();
    private final AtomicReference<String> badFile = new AtomicReference<>("");
    private final AtomicReference<String> badTls = new AtomicReference<>("");

    /// What was read when the file looked so.
    private record Seen(String look, WebConfig config) {}

    private LiveWebConfig(
            Path file, Seen first, RandomGenerator random, PrometheusRegistry registry) {
        this.file = file;
        this.seen = new AtomicReference<>(first);
        this.passwords = new PasswordCheck(random);
        this.metrics = new WebConfigMetrics(registry);
        this.http2 = first.config().http2();
    }

    /// Reads the file for the first time.
    ///
    /// @throws IllegalArgumentException with every problem, a line each
    public static LiveWebConfig open(
            Path file, RandomGenerator random, PrometheusRegistry registry) {
        String look = FileLook.of(file);
        try {
            WebConfig config = WebConfigFile.readWithNamed(file);
            var live = new LiveWebConfig(file, new Seen(look, config), random, registry);
            if (config.tls().isPresent()) {
                live.use(ServerTls.of(config.tls().get()));
            }
            live.metrics.read(true);
            return live;
        } catch (BadFileException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(file + ": tls_server_config: " + e.getMessage(), e);
        }
    }

    private void use(ServerTls fresh) {
        tls.set(fresh);
        metrics.certificate(fresh.validUntil());
    }

    /// What the file says now, or said when it was last good.
    WebConfig config() {
        Seen known = seen.get();
        String look = FileLook.of(file);
        if (look.equals(known.look())) {
            return known.config();
        }
        try {
            WebConfig config = WebConfigFile.read(file);
            if (seen.compareAndSet(known, new Seen(look, config))) {
                tellRead(known.config(), config);
            }
            return config;
        } catch (BadFileException e) {
            seen.compareAndSet(known, new Seen(look, known.config()));
            tell(badFile, String.valueOf(e.getMessage()));
            return known.config();
        }
    }

    private void tellRead(WebConfig before, WebConfig now) {
        mended(badFile);
        LOG.atInfo().addKeyValue("file", file).log("The web configuration was read anew");
        if (before.tls().isPresent() != now.tls().isPresent()) {
            LOG.atWarn()
                    .addKeyValue("file", file)
                    .log("TLS is switched on and off by a restart only");
        }
    }

    private void tell(AtomicReference<String> about, String problem) {
        metrics.read(false);
        if (!about.getAndSet(problem).equals(problem)) {
            LOG.atError()
                    .addKeyValue("file", file)
                    .addKeyValue("err", problem)
                    .log("The web configuration is bad; what was good before stands");
        }
    }

    private void mended(AtomicReference<String> about) {
        about.set("");
        metrics.read(badFile.get().isEmpty() && badTls.get().isEmpty());
    }

    private ServerTls currentTls() {
        ServerTls known = tls.get();
        if (known == null) {
            throw new IllegalStateException("no TLS was configured at the start");
        }
        WebConfig.Tls wanted = config().tls().orElse(known.settings());
        try {
            ServerTls now = known.isOf(wanted) ? known : renewed(wanted);
            if (!badTls.get().isEmpty()) {
                mended(badTls);
            }
            return now;
        } catch (GeneralSecurityException e) {
            tell(badTls, "tls_server_config: " + e.getMessage());
            return known;
        }
    }

    private ServerTls renewed(WebConfig.Tls wanted) throws GeneralSecurityException {
        ServerTls fresh = ServerTls.of(wanted);
        use(fresh);
        LOG.atInfo()
                .addKeyValue("valid_until", fresh.validUntil())
                .log("Certificate and key were read anew");
        return fresh;
    }

    @Override
    public Optional<SslContextFactory.Server> tls() {
        return tls.get() == null
                ? Optional.empty()
                : Optional.of(new LiveSslContextFactory(this::currentTls));
    }

    @Override
    public boolean http2() {
        return http2;
    }

    @Override
    public Handler guard(Handler inner) {
        return new Guard(inner, this::config, passwords, metrics);
    }
}
