package tocsin.http;

import tocsin.http.HttpSettings.Authorization;
import tocsin.http.HttpSettings.Tls;
import tocsin.yaml.Fields;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads `http_config`.
public final class HttpConfigReader {
    private static final Set<String> RESERVED =
            Set.of(
                    "authorization",
                    "host",
                    "content-encoding",
                    "content-length",
                    "content-type",
                    "user-agent",
                    "connection",
                    "keep-alive",
                    "proxy-authenticate",
                    "proxy-authorization",
                    "www-authenticate",
                    "accept-encoding");

    private final Path folder;

    /// A reader; relative paths count from `folder`.
    public HttpConfigReader(Path folder) {
        this.folder = folder;
    }

    /// The settings under a key, or `otherwise` when it is not there.
    public HttpSettings read(Fields owner, String key, HttpSettings otherwise) {
        return owner.fields(key).map(this::read).orElse(otherwise);
    }

    private HttpSettings read(Fields fields) {
        Authorization authorization = authorization(fields);
        var settings =
                new HttpSettings(
                        authorization,
                        fields.fields("tls_config").map(this::tls).orElse(Tls.DEFAULT),
                        fields.bool("follow_redirects").orElse(true),
                        fields.bool("enable_http2").orElse(true),
                        fields.parsed("proxy_url", URI::create),
                        headers(fields));
        notYet(fields, "oauth2", "OAuth 2 is not supported yet");
        notYet(fields, "no_proxy", "no_proxy is not supported yet");
        notYet(fields, "proxy_connect_header", "proxy_connect_header is not supported yet");
        if (fields.bool("proxy_from_environment").orElse(false)) {
            fields.problem("proxy_from_environment", "is not supported yet; use proxy_url");
        }
        fields.done("http_config");
        return settings;
    }

    private static void notYet(Fields fields, String key, String message) {
        if (fields.node(key).isPresent()) {
            fields.problem(key, message);
        }
    }

    private Authorization authorization(Fields fields) {
        var found = new ArrayList<Authorization>();
        fields.fields("basic_auth").map(this::basic).ifPresent(found::add);
        fields.fields("authorization").map(this::token).ifPresent(found::add);
        secret(fields, "bearer_token")
                .map(secret -> new Authorization.Token("Bearer", secret))
                .ifPresent(found::add);
        if (found.size() > 1) {
            fields.problem(
                    "basic_auth",
                    "at most one of basic_auth, oauth2, bearer_token & bearer_token_file must be"
                            + " configured");
        }
        return found.isEmpty() ? new Authorization.None() : found.getFirst();
    }

    private Authorization basic(Fields fields) {
        var basic =
                new Authorization.Basic(
                        secret(fields, "username").orElse(Secret.of("")),
                        secret(fields, "password").orElse(Secret.of("")));
        fields.done("basic_auth");
        return basic;
    }

    private Authorization token(Fields fields) {
        String type = fields.text("type", "Bearer");
        if (type.toLowerCase(Locale.ROOT).equals("basic")) {
            fields.problem(
                    "type",
                    "authorization type cannot be set to \"basic\", use \"basic_auth\" instead");
        }
        var token =
                new Authorization.Token(type, secret(fields, "credentials").orElse(Secret.of("")));
        fields.done("authorization");
        return token;
    }

    /// The secret `key`, or in the file `key`_file.
    public Optional<Secret> secret(Fields fields, String key) {
        Optional<Secret> direct = fields.text(key).filter(t -> !t.isEmpty()).map(Secret::of);
        Optional<Secret> filed =
                fields.text(key + "_file")
                        .filter(t -> !t.isEmpty())
                        .map(name -> Secret.in(folder.resolve(name)));
        if (direct.isPresent() && filed.isPresent()) {
            fields.problem(key, "at most one of " + key + " & " + key + "_file must be configured");
        }
        return direct.or(() -> filed);
    }

    private Tls tls(Fields fields) {
        var tls =
                new Tls(
                        fields.text("ca_file").map(folder::resolve),
                        fields.text("cert_file").map(folder::resolve),
                        fields.text("key_file").map(folder::resolve),
                        fields.bool("insecure_skip_verify").orElse(false));
        if (tls.certFile().isPresent() != tls.keyFile().isPresent()) {
            fields.problem("cert_file", "cert_file and key_file must be given together");
        }
        fields.done("tls_config");
        return tls;
    }

    private Map<String, List<Secret>> headers(Fields fields) {
        Map<String, List<Secret>> headers = new LinkedHashMap<>();
        fields.fields("http_headers")
                .ifPresent(names ->
                        names.keys()
                                .forEach(name -> {
                                    if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
                                        names.problem(
                                                name,
                                                "setting header \"" + name + "\" is not allowed");
                                    }
                                    names.fields(name)
                                            .ifPresent(header -> headers.put(name, values(header)));
                                }));
        return headers;
    }

    private List<Secret> values(Fields header) {
        var values = new ArrayList<Secret>();
        header.texts("values").forEach(text -> values.add(Secret.of(text)));
        header.texts("secrets").forEach(text -> values.add(Secret.of(text)));
        header.texts("files").forEach(name -> values.add(Secret.in(folder.resolve(name))));
        header.done("http_headers");
        return values;
    }
}
