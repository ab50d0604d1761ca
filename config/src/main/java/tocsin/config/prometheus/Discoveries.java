package tocsin.config.prometheus;

import tocsin.files.Globs;
import tocsin.labels.LabelNames;
import tocsin.yaml.Fields;
import tocsin.yaml.Problems;
import tocsin.yaml.YamlNode;
import tocsin.yaml.YamlReader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Checks how targets are found: `static_configs`, and a list for each kind of discovery.
///
/// @param owner who seeks, for warnings
/// @param relabels whether the addresses are changed before use, so that they may be anything
record Discoveries(Place place, String owner, boolean relabels) {
    /// Known by name alone.
    private static final List<String> OTHERS =
            List.of(
                    "aws_sd_configs",
                    "azure_sd_configs",
                    "consul_sd_configs",
                    "digitalocean_sd_configs",
                    "docker_sd_configs",
                    "dockerswarm_sd_configs",
                    "ec2_sd_configs",
                    "eureka_sd_configs",
                    "gce_sd_configs",
                    "hetzner_sd_configs",
                    "ionos_sd_configs",
                    "kuma_sd_configs",
                    "lightsail_sd_configs",
                    "linode_sd_configs",
                    "marathon_sd_configs",
                    "nerve_sd_configs",
                    "nomad_sd_configs",
                    "openstack_sd_configs",
                    "outscale_sd_configs",
                    "ovhcloud_sd_configs",
                    "puppetdb_sd_configs",
                    "scaleway_sd_configs",
                    "serverset_sd_configs",
                    "stackit_sd_configs",
                    "triton_sd_configs",
                    "uyuni_sd_configs",
                    "vultr_sd_configs");

    private static final Set<String> ROLES =
            Set.of("node", "pod", "service", "endpoints", "endpointslice", "ingress");
    private static final Set<String> RECORDS = Set.of("A", "AAAA", "MX", "NS", "SRV");
    private static final Pattern TARGET_FILE =
            Pattern.compile("[^*]*(\\*[^/]*)?\\.(json|yml|yaml|JSON|YML|YAML)");

    void check(Fields fields) {
        groups(fields.items("static_configs"), fields.problems());
        each(fields, "file_sd_configs", this::file);
        each(fields, "dns_sd_configs", this::dns);
        each(fields, "http_sd_configs", this::http);
        each(fields, "kubernetes_sd_configs", this::kubernetes);
        OTHERS.forEach(fields::items);
    }

    /// What checks one discovery.
    @FunctionalInterface
    private interface Check {
        void of(Fields discovery);
    }

    private static void each(Fields fields, String key, Check check) {
        for (YamlNode item : fields.items(key)) {
            Fields discovery = Fields.of(item, fields.problems());
            check.of(discovery);
            discovery.done(key);
        }
    }

    private void groups(List<YamlNode> groups, Problems problems) {
        for (YamlNode item : groups) {
            Fields group = Fields.of(item, problems);
            for (String target : group.texts("targets")) {
                if (target.isEmpty()) {
                    group.problem("targets", "no address");
                } else if (target.contains("/") && !relabels) {
                    group.problem("targets", "\"" + target + "\" is not a valid hostname");
                }
            }
            for (String name : group.textMap("labels").keySet()) {
                if (!LabelNames.isUtf8(name)) {
                    group.problem("labels", "\"" + name + "\" is not a valid label name");
                }
            }
            group.done("a target group");
        }
    }

    private void file(Fields fields) {
        fields.duration("refresh_interval");
        if (fields.texts("files").isEmpty()) {
            fields.problem("files", "must contain at least one path name");
        }
        for (YamlNode item : fields.items("files")) {
            String path = item instanceof YamlNode.Scalar scalar ? scalar.text() : "";
            if (!TARGET_FILE.matcher(path).matches()) {
                String why = "path name \"" + path + "\" is not valid for file discovery";
                fields.problems().add(item, why);
            } else if (place.looksAtFiles()) {
                targetFiles(item, path, fields.problems());
            }
        }
    }

    private void targetFiles(YamlNode at, String path, Problems problems) {
        Path glob = place.resolve(path);
        try {
            List<Path> files = Globs.matching(glob.toString(), Path.of(""));
            if (files.isEmpty()) {
                String text = "file \"" + glob + "\" for file_sd in " + owner + " does not exist";
                place.warnings().add(text);
            }
            for (Path file : files) {
                String text = Files.readString(file);
                YamlReader.read(file.toString(), text, problems)
                        .ifPresent(node -> groups(listed(node, problems), problems));
            }
        } catch (IOException e) {
            problems.add(at, "cannot be read: " + e.getMessage());
        }
    }

    private static List<YamlNode> listed(YamlNode node, Problems problems) {
        if (node instanceof YamlNode.Sequence list) {
            return list.items();
        }
        problems.add(node, "expected a list of target groups, found " + node.kind());
        return List.of();
    }

    private void dns(Fields fields) {
        if (fields.texts("names").isEmpty()) {
            fields.problem("names", "DNS-SD config must contain at least one SRV record name");
        }
        String type = fields.text("type", "SRV");
        ScrapeTerms.oneOf(fields, "type", RECORDS);
        if (!type.equals("SRV") && fields.integer("port").orElse(0L) == 0) {
            fields.problem(
                    "port",
                    "a port is required in DNS-SD configs for all record types" + " except SRV");
        }
        fields.integer("port");
        fields.duration("refresh_interval");
    }

    private void http(Fields fields) {
        String url = fields.text("url", "");
        if (!url.startsWith("http://") && !url.startsWith("https://")) {
            fields.problem("url", "expected a URL of http or https");
        }
        fields.duration("refresh_interval");
        place.checkHttp(fields);
    }

    private void kubernetes(Fields fields) {
        if (fields.text("role", "").isEmpty()) {
            fields.problem(
                    "role",
                    "role missing (one of: pod, service, endpoints,"
                            + " endpointslice, node, ingress)");
        }
        ScrapeTerms.oneOf(fields, "role", ROLES);
        fields.text("api_server");
        fields.text("kubeconfig_file");
        fields.fields("namespaces").ifPresent(Discoveries::namespaces);
        fields.fields("attach_metadata").ifPresent(Discoveries::metadata);
        for (YamlNode item : fields.items("selectors")) {
            Fields selector = Fields.of(item, fields.problems());
            ScrapeTerms.oneOf(selector, "role", ROLES);
            selector.text("label");
            selector.text("field");
            selector.done("selectors");
        }
        place.checkHttpAndFiles(fields);
    }

    private static void namespaces(Fields fields) {
        fields.bool("own_namespace");
        fields.texts("names");
        fields.done("namespaces");
    }

    private static void metadata(Fields fields) {
        fields.bool("node");
        fields.bool("namespace");
        fields.done("attach_metadata");
    }
}
