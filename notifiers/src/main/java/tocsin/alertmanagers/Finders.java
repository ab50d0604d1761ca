package tocsin.alertmanagers;

import tocsin.alertmanagers.Discovery.Dns;
import tocsin.alertmanagers.Discovery.TargetGroup;
import tocsin.files.Globs;
import tocsin.http.HttpSender;
import tocsin.http.Network;
import tocsin.integration.Json;
import tocsin.labels.Labels;
import tocsin.yaml.Fields;
import tocsin.yaml.Problems;
import tocsin.yaml.YamlReader;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// How each kind of discovery is looked up.
final class Finders {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final long MOST_BYTES = 1 << 20;
    private static final int OK = 200;

    private Finders() {}

    /// What looks up a discovery.
    ///
    /// @throws IllegalArgumentException when the TLS files cannot be used; the message says why
    static Finder of(Discovery discovery, Network network) {
        return switch (discovery) {
            case Discovery.Static(List<TargetGroup> groups) -> () -> groups;
            case Dns dns -> () -> dns(dns);
            case Discovery.Files files -> () -> files(files);
            case Discovery.Http http -> {
                var sender = new HttpSender(http.http(), network);
                yield () -> http(http, sender);
            }
        };
    }

    private static List<TargetGroup> dns(Dns dns) throws IOException {
        var groups = new ArrayList<TargetGroup>();
        for (String name : dns.names()) {
            Labels labels = Labels.of("__meta_dns_name", name);
            if (dns.kind() == Dns.Kind.SRV) {
                for (ServiceRecords.Service service : ServiceRecords.of(name)) {
                    groups.add(
                            new TargetGroup(
                                    List.of(service.host() + ":" + service.port()),
                                    labels.with(
                                                    "__meta_dns_srv_record_target",
                                                    service.host() + ".")
                                            .with(
                                                    "__meta_dns_srv_record_port",
                                                    String.valueOf(service.port()))));
                }
            } else {
                groups.add(new TargetGroup(addresses(name, dns), labels));
            }
        }
        return groups;
    }

    private static List<String> addresses(String name, Dns dns) throws IOException {
        var found = new ArrayList<String>();
        for (InetAddress address : InetAddress.getAllByName(name)) {
            boolean old = address instanceof Inet4Address;
            if (old == (dns.kind() == Dns.Kind.A)) {
                String text = address.getHostAddress();
                found.add((old ? text : "[" + text + "]") + ":" + dns.port());
            }
        }
        return found;
    }

    private static List<TargetGroup> files(Discovery.Files files) throws IOException {
        var groups = new ArrayList<TargetGroup>();
        for (String glob : files.globs()) {
            for (Path file : Globs.matching(glob, files.folder())) {
                groups.addAll(file(file));
            }
        }
        return groups;
    }

    private static List<TargetGroup> file(Path file) throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            throw new IOException(file + " has more than " + MOST_BYTES + " bytes");
        }
        String text = Files.readString(file, StandardCharsets.UTF_8);
        Labels from = Labels.of("__meta_filepath", file.toString());
        if (file.toString().endsWith(".json")) {
            return json(text, file.toString(), from);
        }
        var problems = new Problems();
        List<TargetGroup> groups =
                YamlReader.read(file.toString(), "groups:\n" + text.indent(1), problems)
                        .map(top -> TargetGroups.read(Fields.of(top, problems), "groups", from))
                        .orElse(List.of());
        if (!problems.isEmpty()) {
            throw new IOException(problems.report().strip());
        }
        return groups;
    }

    private static List<TargetGroup> http(Discovery.Http http, HttpSender sender)
            throws IOException, InterruptedException {
        Map<String, String> headers =
                Map.of(
                        "Accept",
                        "application/json",
                        "X-Prometheus-Refresh-Interval-Seconds",
                        String.valueOf(http.refresh().toSeconds()));
        HttpSender.Whole answer =
                sender.whole(
                        new HttpSender.Request("GET", http.url(), new byte[0], headers, TIMEOUT));
        if (answer.status() != OK) {
            throw new IOException("server returned HTTP status " + answer.status());
        }
        if (!answer.contentType().toLowerCase(Locale.ROOT).startsWith("application/json")) {
            throw new IOException("unsupported content type \"" + answer.contentType() + "\"");
        }
        return json(
                new String(answer.body(), StandardCharsets.UTF_8),
                "the answer",
                Labels.of("__meta_url", http.url().toString()));
    }

    private static List<TargetGroup> json(String text, String where, Labels from)
            throws IOException {
        if (!(Json.decode(text).orElse("") instanceof List<?> list)) {
            throw new IOException(where + ": expected a list of target groups in JSON");
        }
        var groups = new ArrayList<TargetGroup>();
        for (Object each : list) {
            Map<String, Object> group = Json.object(each);
            if (!(group.get("targets") instanceof List<?> targets)
                    || !targets.stream().allMatch(String.class::isInstance)) {
                throw new IOException(where + ": expected \"targets\", a list of texts");
            }
            var labels = from.toBuilder();
            Json.object(group.get("labels"))
                    .forEach((name, value) -> labels.set(name, String.valueOf(value)));
            groups.add(
                    new TargetGroup(
                            targets.stream().map(String.class::cast).toList(), labels.build()));
        }
        return groups;
    }
}
