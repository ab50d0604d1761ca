package tocsin.config;

import tocsin.alertmanagers.Alerting;
import tocsin.alertmanagers.AlertmanagerSet;
import tocsin.alertmanagers.AlertmanagerSet.Endpoint;
import tocsin.alertmanagers.Discovery;
import tocsin.alertmanagers.Discovery.Dns;
import tocsin.alertmanagers.Discovery.TargetGroup;
import tocsin.alertmanagers.TargetGroups;
import tocsin.http.HttpConfigReader;
import tocsin.labels.Labels;
import tocsin.relabel.RelabelReader;
import tocsin.relabel.RelabelRule;
import tocsin.yaml.Fields;
import tocsin.yaml.YamlNode;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Reads `alerting`, in the form that a `prometheus.yml` has it.
final class AlertingReader {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration DNS_REFRESH = Duration.ofSeconds(30);
    private static final Duration FILES_REFRESH = Duration.ofMinutes(5);
    private static final Duration HTTP_REFRESH = Duration.ofMinutes(1);
    private static final long MAX_PORT = 65_535;
    private static final String SD = "_sd_configs";

    private final Path folder;
    private final HttpConfigReader http;

    /// A reader; relative paths count from `folder`.
    AlertingReader(Path folder) {
        this.folder = folder;
        this.http = new HttpConfigReader(folder);
    }

    Alerting read(Fields top) {
        return top.fields("alerting").map(this::alerting).orElse(Alerting.NONE);
    }

    private Alerting alerting(Fields fields) {
        List<RelabelRule> relabel = RelabelReader.read(fields, "alert_relabel_configs");
        var sets = new ArrayList<AlertmanagerSet>();
        for (YamlNode item : fields.items("alertmanagers")) {
            sets.add(set(Fields.of(item, fields.problems())));
        }
        boolean own = fields.bool("own_pipeline").orElse(true);
        if (!own && sets.isEmpty()) {
            fields.problem(
                    "own_pipeline",
                    "without the own pipeline and without alertmanagers, alerts of rules would go"
                            + " nowhere");
        }
        fields.done("alerting");
        return new Alerting(relabel, sets, own);
    }

    private AlertmanagerSet set(Fields fields) {
        checkVersion(fields);
        if (fields.has("sigv4")) {
            fields.problem("sigv4", "requests to Alertmanagers are not signed for AWS here");
        }
        var endpoint =
                new Endpoint(
                        fields.parsed("scheme", AlertingReader::scheme).orElse("http"),
                        fields.text("path_prefix", "/"),
                        positive(fields, "timeout", TIMEOUT));
        List<RelabelRule> relabel = RelabelReader.read(fields, "relabel_configs");
        var set =
                new AlertmanagerSet(
                        endpoint,
                        http.amongOthers(fields),
                        discoveries(fields, relabel.isEmpty()),
                        relabel,
                        RelabelReader.read(fields, "alert_relabel_configs"));
        fields.done("alertmanagers");
        return set;
    }

    private static void checkVersion(Fields fields) {
        String version = fields.text("api_version", "v2");
        if (!version.equals("v2")) {
            fields.problem(
                    "api_version",
                    "expected Alertmanager api version to be one of [v2] but got " + version);
        }
    }

    private static String scheme(String text) {
        if (!text.equals("http") && !text.equals("https")) {
            throw new IllegalArgumentException("expected http or https, found \"" + text + "\"");
        }
        return text;
    }

    private static Duration positive(Fields fields, String key, Duration otherwise) {
        Duration duration = fields.duration(key).orElse(otherwise);
        if (!duration.isPositive()) {
            fields.problem(key, "must be longer than nothing");
        }
        return duration;
    }

    private List<Discovery> discoveries(Fields fields, boolean asWritten) {
        var all = new ArrayList<Discovery>();
        List<TargetGroup> groups = TargetGroups.read(fields, "static_configs", Labels.EMPTY);
        if (asWritten) {
            groups.stream()
                    .flatMap(group -> group.targets().stream())
                    .filter(target -> target.contains("/"))
                    .forEach(target ->
                            fields.problem(
                                    "static_configs",
                                    "\"" + target + "\" is not a valid hostname"));
        }
        if (!groups.isEmpty()) {
            all.add(new Discovery.Static(groups));
        }
        for (YamlNode item : fields.items("dns_sd_configs")) {
            all.add(dns(Fields.of(item, fields.problems())));
        }
        for (YamlNode item : fields.items("file_sd_configs")) {
            all.add(files(Fields.of(item, fields.problems())));
        }
        for (YamlNode item : fields.items("http_sd_configs")) {
            all.add(http(Fields.of(item, fields.problems())));
        }
        refuseOthers(fields);
        return all;
    }

    private static void refuseOthers(Fields fields) {
        Set<String> known = Set.of("dns_sd_configs", "file_sd_configs", "http_sd_configs");
        for (String key : fields.keys()) {
            if (key.endsWith(SD) && !known.contains(key)) {
                fields.node(key);
                fields.problem(
                        key,
                        "Alertmanagers are found by static_configs, dns_sd_configs,"
                                + " file_sd_configs and http_sd_configs here, not by "
                                + key);
            }
        }
    }

    private static Discovery dns(Fields fields) {
        List<String> names = fields.texts("names");
        if (names.isEmpty()) {
            fields.problem("names", "DNS-SD config must contain at least one SRV record name");
        }
        Dns.Kind kind = fields.parsed("type", AlertingReader::kind).orElse(Dns.Kind.SRV);
        long port = fields.integer("port").orElse(0L);
        if (kind != Dns.Kind.SRV && port == 0) {
            fields.problem("port", "a port is required in DNS-SD configs for this record type");
        }
        if (port < 0 || port > MAX_PORT) {
            fields.problem("port", "expected a number from 1 to " + MAX_PORT);
        }
        var dns =
                new Dns(names, kind, (int) port, positive(fields, "refresh_interval", DNS_REFRESH));
        fields.done("dns_sd_configs");
        return dns;
    }

    private static Dns.Kind kind(String text) {
        return switch (text.toUpperCase(Locale.ROOT)) {
            case "SRV" -> Dns.Kind.SRV;
            case "A" -> Dns.Kind.A;
            case "AAAA" -> Dns.Kind.AAAA;
            default ->
                    throw new IllegalArgumentException(
                            "expected SRV, A or AAAA, found \"" + text + "\"");
        };
    }

    private Discovery files(Fields fields) {
        List<String> globs = fields.texts("files");
        if (globs.isEmpty()) {
            fields.problem(
                    "files", "file service discovery config must contain at least one path name");
        }
        for (String glob : globs) {
            if (!glob.matches("(?s).*\\.(json|yml|yaml)")) {
                fields.problem(
                        "files", "path name \"" + glob + "\" is not valid for file discovery");
            }
        }
        var files =
                new Discovery.Files(
                        folder, globs, positive(fields, "refresh_interval", FILES_REFRESH));
        fields.done("file_sd_configs");
        return files;
    }

    private Discovery http(Fields fields) {
        if (!fields.has("url")) {
            fields.problem("url", "URL is missing");
        }
        URI url = fields.parsed("url", StoragesReader::url).orElse(URI.create("http://missing"));
        var found =
                new Discovery.Http(
                        url,
                        positive(fields, "refresh_interval", HTTP_REFRESH),
                        http.amongOthers(fields));
        fields.done("http_sd_configs");
        return found;
    }
}
