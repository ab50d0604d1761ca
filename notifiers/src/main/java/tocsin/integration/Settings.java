package tocsin.integration;

import tocsin.duration.GoDuration;
import tocsin.http.HttpConfigReader;
import tocsin.http.HttpSender;
import tocsin.http.HttpSettings;
import tocsin.http.Secret;
import tocsin.yaml.Fields;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/// Reads what the settings of all integrations have in common: secrets with their files, URLs,
/// values that fall back to `global`.
public final class Settings {
    private final Fields fields;
    private final Defaults defaults;

    /// The settings of one integration.
    public Settings(Fields fields, Defaults defaults) {
        this.fields = fields;
        this.defaults = defaults;
    }

    /// The fields below.
    public Fields fields() {
        return fields;
    }

    /// What `global` gives.
    public Defaults defaults() {
        return defaults;
    }

    /// A text or template.
    public String text(String key, String otherwise) {
        return fields.text(key, otherwise);
    }

    /// A text or template; nothing when it is absent.
    public String text(String key) {
        return fields.text(key, "");
    }

    /// A template, or the default one of this name.
    public String standard(String key, String template) {
        return fields.text(key, "{{ template \"" + template + "\" . }}");
    }

    /// A text, or that of `global`.
    public String textOrGlobal(String key, String globalKey) {
        return fields.text(key)
                .filter(text -> !text.isEmpty())
                .orElseGet(() -> defaults.text(globalKey));
    }

    /// Yes or no; no when it is absent.
    public boolean flag(String key) {
        return fields.bool(key).orElse(false);
    }

    /// Yes or no, or that of `global`.
    public boolean flagOrGlobal(String key, String globalKey, boolean otherwise) {
        return fields.bool(key)
                .orElseGet(() -> {
                    String text = defaults.text(globalKey);
                    return text.isEmpty() ? otherwise : Boolean.parseBoolean(text);
                });
    }

    /// A number that is not negative; 0 when it is absent.
    public long count(String key) {
        long count = fields.integer(key).orElse(0L);
        if (count < 0) {
            fields.problem(key, "expected 0 (all) or more, found " + count);
            return 0;
        }
        return count;
    }

    /// A duration in Go's notation.
    public Duration duration(String key, Duration otherwise) {
        return fields.parsed(key, GoDuration::parse).orElse(otherwise);
    }

    /// A secret that stands under `key` or in the file of `key`_file.
    public Optional<Secret> secret(String key) {
        Optional<Secret> direct = fields.text(key).filter(t -> !t.isEmpty()).map(Secret::of);
        Optional<Secret> filed =
                fields.text(key + "_file")
                        .filter(name -> !name.isEmpty())
                        .map(defaults::file)
                        .map(Secret::in);
        if (direct.isPresent() && filed.isPresent()) {
            fields.problem(key, "at most one of " + key + " & " + key + "_file must be configured");
        }
        return direct.or(() -> filed);
    }

    /// A secret, or that of `global`.
    public Optional<Secret> secretOrGlobal(String key, String globalKey) {
        return secret(key).or(() -> defaults.secret(globalKey));
    }

    /// A secret, or that of `global`; `missing` is the problem when there is none.
    public Secret requiredSecret(String key, String globalKey, String missing) {
        return secretOrGlobal(key, globalKey)
                .orElseGet(() -> {
                    missing(missing);
                    return Secret.of("");
                });
    }

    /// A secret that must be a URL where it stands in the configuration.
    public Optional<Secret> secretUrl(String key) {
        fields.text(key)
                .filter(text -> !text.isEmpty() && !text.equals("<secret>"))
                .ifPresent(text -> {
                    String problem = problemOfUrl(text);
                    if (!problem.isEmpty()) {
                        fields.problem(key, problem);
                    }
                });
        return secret(key);
    }

    /// One of `key` and `key`_file, which must be given.
    public Secret requiredSecretUrl(String key) {
        return secretUrl(key)
                .orElseGet(() -> {
                    missing("one of " + key + " or " + key + "_file must be configured");
                    return Secret.of("");
                });
    }

    /// A URL, or that of `global`, or `otherwise`; `missing` is the problem when there is none.
    public URI url(String key, String globalKey, String otherwise, String missing) {
        String text =
                fields.text(key)
                        .filter(found -> !found.isEmpty())
                        .orElseGet(() -> defaults.text(globalKey));
        if (text.isEmpty()) {
            text = otherwise;
        }
        if (text.isEmpty()) {
            missing(missing);
            return URI.create("http://missing");
        }
        String problem = problemOfUrl(text);
        if (!problem.isEmpty()) {
            fields.problem(key, problem);
            return URI.create("http://missing");
        }
        return URI.create(text);
    }

    /// The same, with a slash at the end of its path.
    public static URI folder(URI url) {
        return url.toString().endsWith("/") ? url : URI.create(url + "/");
    }

    /// What is wrong with a URL, without showing it; empty when nothing is.
    public static String problemOfUrl(String text) {
        try {
            URI uri = URI.create(text);
            String scheme = uri.getScheme();
            if (!"http".equals(scheme) && !"https".equals(scheme)) {
                return "unsupported scheme for URL: expected http or https";
            }
            return uri.getHost() == null ? "missing host for URL" : "";
        } catch (IllegalArgumentException e) {
            return "expected a URL";
        }
    }

    /// Something that must be given is not.
    public void missing(String message) {
        fields.problems().add(fields.node(), message);
    }

    /// A text that must be given; `message` is the problem when it is not.
    public String required(String key, String message) {
        String text = fields.text(key, "");
        if (text.isEmpty()) {
            missing(message);
        }
        return text;
    }

    /// `http_config`, or the whole of that of `global`.
    public HttpSettings http() {
        return new HttpConfigReader(defaults.folder()).read(fields, "http_config", defaults.http());
    }

    /// A sender by `http_config`.
    public HttpSender sender() {
        return defaults.sender(http());
    }

    /// The end of reading: what nobody asked for is unknown.
    public void done(String kind) {
        fields.done(kind + "_config");
    }
}
