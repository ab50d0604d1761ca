package tocsin.server.verbs;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

import tocsin.duration.GoDuration;
import tocsin.labels.MatcherParser;
import tocsin.server.cli.Version;
import tocsin.server.verbs.Verbs.Streams;

import java.time.Duration;

/// The flags of every verb; they may stand before or after it.
@Command(
        mixinStandardHelpOptions = true,
        versionProvider = Globals.Versions.class,
        description = "View and modify the current state of alerts, silences and rules.")
final class Globals {
    private final Streams streams;

    @Option(
            names = "--date.format",
            scope = ScopeType.INHERIT,
            defaultValue = "2006-01-02 15:04:05 MST",
            description = "Format of dates, as a Go layout.")
    String dateFormat = "2006-01-02 15:04:05 MST";

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "Verbose running information.")
    boolean verbose;

    @Option(
            names = "--alertmanager.url",
            scope = ScopeType.INHERIT,
            description = "The Tocsin or Alertmanager to talk to.")
    @Nullable String url;

    @Option(
            names = {"-o", "--output"},
            scope = ScopeType.INHERIT,
            defaultValue = "simple",
            description = "simple, extended or json.")
    String output = "simple";

    @Option(
            names = "--timeout",
            scope = ScopeType.INHERIT,
            defaultValue = "30s",
            description = "For the whole command.")
    String timeout = "30s";

    @Option(
            names = "--http.config.file",
            scope = ScopeType.INHERIT,
            description = "An http_config in YAML: authorization, TLS, proxy.")
    @Nullable String httpConfigFile;

    @Option(
            names = "--version-check",
            scope = ScopeType.INHERIT,
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Compare versions with the server's first.")
    boolean versionCheck = true;

    @Option(
            names = "--enable-feature",
            scope = ScopeType.INHERIT,
            defaultValue = "",
            description = "classic-mode, utf8-strict-mode, or PromQL features.")
    String features = "";

    @Option(names = "--experimental", scope = ScopeType.INHERIT, hidden = true)
    boolean experimental;

    Globals(Streams streams) {
        this.streams = streams;
    }

    Streams streams() {
        return streams;
    }

    /// A client of the server that the flags name, after the look at its version.
    AlertmanagerApi api() {
        if (url == null || url.isEmpty()) {
            throw new VerbException("required flag --alertmanager.url not provided");
        }
        var http = HttpCalls.to(url, httpConfigFile, timeLimit());
        var api = new AlertmanagerApi(http);
        if (versionCheck) {
            checkVersion(api);
        }
        return api;
    }

    /// A client of the server's own API.
    OwnApi own() {
        if (url == null || url.isEmpty()) {
            throw new VerbException("required flag --alertmanager.url not provided");
        }
        return new OwnApi(HttpCalls.to(url, httpConfigFile, timeLimit()));
    }

    /// Whether the answer is wanted as JSON.
    boolean wantsJson() {
        return output.equals("json");
    }

    Duration timeLimit() {
        try {
            return GoDuration.parse(timeout);
        } catch (IllegalArgumentException e) {
            throw new VerbException(String.valueOf(e.getMessage()));
        }
    }

    private void checkVersion(AlertmanagerApi api) {
        String theirs = api.status().path("versionInfo").path("version").asText();
        if (!minor(theirs).equals(minor(Version.ALERTMANAGER))) {
            streams.err()
                    .println(
                            "Warning: amtool version ("
                                    + Version.ALERTMANAGER
                                    + ") and alertmanager version ("
                                    + theirs
                                    + ") are different.");
        }
    }

    private static String minor(String version) {
        String[] parts = version.split("\\.", -1);
        return parts.length < 2 ? version : parts[0] + "." + parts[1];
    }

    MatcherParser matchers() {
        MatcherParser.Mode mode =
                switch (features) {
                    case "classic-mode" -> MatcherParser.Mode.CLASSIC;
                    case "utf8-strict-mode" -> MatcherParser.Mode.UTF8;
                    default -> MatcherParser.Mode.FALLBACK;
                };
        return new MatcherParser(mode, "cli");
    }

    Output format() {
        return switch (output) {
            case "simple" ->
                    new Output(Output.Style.SIMPLE, GoLayout.of(dateFormat), streams.out());
            case "extended" ->
                    new Output(Output.Style.EXTENDED, GoLayout.of(dateFormat), streams.out());
            case "json" -> new Output(Output.Style.JSON, GoLayout.of(dateFormat), streams.out());
            default ->
                    throw new VerbException(
                            "enum value must be one of simple,extended,json, got '" + output + "'");
        };
    }

    /// What `--version` says.
    static final class Versions implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return Version.text("amtool")
                    .replace("version " + Version.TOCSIN, "version " + Version.ALERTMANAGER)
                    .strip()
                    .split("\n", -1);
        }
    }
}
