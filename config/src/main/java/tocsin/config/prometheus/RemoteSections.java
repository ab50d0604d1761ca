package tocsin.config.prometheus;

import tocsin.http.HttpConfigReader;
import tocsin.yaml.Fields;
import tocsin.yaml.YamlNode;

import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Checks `remote_write` and `remote_read`.
final class RemoteSections {
    private static final Set<String> MESSAGES =
            Set.of("prometheus.WriteRequest", "io.prometheus.write.v2.Request");
    private static final List<String> AUTHS =
            List.of("basic_auth", "authorization", "oauth2", "sigv4", "azuread", "google_iam");

    private RemoteSections() {}

    static void check(Fields top, Place place) {
        var writers = new HashSet<String>();
        for (YamlNode item : top.items("remote_write")) {
            Fields fields = Fields.of(item, top.problems());
            common(fields, place, "remote_write", writers);
            writer(fields);
            fields.done("remote_write");
        }
        var readers = new HashSet<String>();
        for (YamlNode item : top.items("remote_read")) {
            Fields fields = Fields.of(item, top.problems());
            common(fields, place, "remote_read", readers);
            ScrapeTerms.count(fields, "chunked_read_limit");
            fields.bool("read_recent");
            fields.bool("filter_external_labels");
            fields.textMap("required_matchers");
            fields.done("remote_read");
        }
    }

    private static void common(Fields fields, Place place, String what, Set<String> names) {
        if (fields.text("url", "").isEmpty()) {
            fields.problem("url", "url for " + what + " is empty");
        }
        fields.parsed("url", URI::create);
        fields.duration("remote_timeout");
        String name = fields.text("name", "");
        if (!name.isEmpty() && !names.add(name)) {
            fields.problem(
                    "name", "found multiple " + what + " configs with name \"" + name + "\"");
        }
        for (String header : fields.textMap("headers").keySet()) {
            if (HttpConfigReader.isReserved(header)) {
                fields.problem("headers", header + " is a reserved header. It must not be changed");
            }
        }
        place.checkHttp(fields);
    }

    private static void writer(Fields fields) {
        Relabelling.check(fields, "write_relabel_configs", ScrapeTerms.UTF8);
        List.of("send_exemplars", "send_native_histograms", "round_robin_dns")
                .forEach(fields::bool);
        ScrapeTerms.oneOf(fields, "protobuf_message", MESSAGES);
        List<String> auths = AUTHS.stream().filter(key -> fields.node(key).isPresent()).toList();
        if (auths.size() > 1) {
            fields.problem(
                    auths.getLast(),
                    "at most one of basic_auth, authorization, oauth2, sigv4, azuread or"
                            + " google_iam must be configured. Currently configured: "
                            + auths);
        }
        fields.fields("queue_config").ifPresent(RemoteSections::queue);
        fields.fields("metadata_config").ifPresent(RemoteSections::metadata);
    }

    private static void queue(Fields fields) {
        List.of("capacity", "max_shards", "min_shards", "max_samples_per_send")
                .forEach(fields::integer);
        List.of("batch_send_deadline", "min_backoff", "max_backoff", "sample_age_limit")
                .forEach(fields::duration);
        fields.bool("retry_on_http_429");
        fields.done("queue_config");
    }

    private static void metadata(Fields fields) {
        fields.bool("send");
        fields.duration("send_interval");
        fields.integer("max_samples_per_send");
        fields.done("metadata_config");
    }
}
