package tocsin.http;

import tocsin.http.HttpSettings.Authorization;
import tocsin.http.HttpSettings.Proxy;
import tocsin.yaml.Fields;
import tocsin.yaml.YamlNode;

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
                    "accept-encoding",
                    "x-prometheus-remote-write-version",
                    "x-prometheus-remote-read-version",
                    "x-prometheus-scrape-timeout-seconds",
                    "x-amz-date",
                    "x-amz-security-token",
                    "x-amz-content-sha256");

    private final Path folder;

    /// A reader; relative paths count from `folder`.
    public HttpConfigReader(Path folder) {
        this.folder = folder;
    }

    /// Whether a header is the client's own, so that nobody may set it.
    public static boolean isReserved(String header) {
        return RESERVED.contains(header.toLowerCase(Locale.ROOT));
    }

    /// The settings under a key, or `otherwise` when it is not there.
    public HttpSettings read(Fields owner, String key, HttpSettings otherwise) {
        return owner.fields(key).map(this::read).orElse(otherwise);
    }

    private HttpSettings read(Fields fields) {
        HttpSettings settings = amongOthers(fields);
        fields.done("http_config");
        return settings;
    }

    /// The settings whose fields stand among others.
    public HttpSettings amongOthers(Fields fields) {
        return new HttpSettings(
                authorization(fields),
                new TlsReader(folder::resolve).read(fields, "tls_config", Tls.DEFAULT),
                fields.bool("follow_redirects").orElse(true),
                fields.bool("enable_http2").orElse(true),
                proxy(fields),
                headers(fields));
    }

    private Authorization authorization(Fields fields) {
        Optional<Authorization> bearer =
                secret(fields, "bearer_token")
                        .map(secret -> new Authorization.Token("Bearer", secret));
        Optional<Authorization> basic = fields.fields("basic_auth").map(this::basic);
        Optional<Authorization> token = fields.fields("authorization").map(this::token);
        Optional<Authorization> oauth2 =
                fields.fields("oauth2")
                        .map(each -> new OAuth2Reader(this, folder).read(each))
                        .map(Authorization.OAuth2::new);
        var found = new ArrayList<Authorization>();
        basic.ifPresent(found::add);
        token.ifPresent(found::add);
        oauth2.ifPresent(found::add);
        if (found.size() > 1) {
            fields.problem(
                    "oauth2",
                    "at most one of basic_auth, oauth2 & authorization must be configured");
        }
        if (bearer.isPresent() && token.isPresent()) {
            fields.problem(
                    "authorization",
                    "authorization is not compatible with bearer_token & bearer_token_file");
        } else if (bearer.isPresent() && !found.isEmpty()) {
            fields.problem(
                    "bearer_token",
                    "at most one of basic_auth, oauth2, bearer_token & bearer_token_file must be"
                            + " configured");
        }
        bearer.ifPresent(found::add);
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
        String type = fields.text("type", "Bearer").strip();
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
        if (fields.node(key + "_ref").isPresent()) {
            fields.problem(key + "_ref", "cannot use secret ref without manager");
        }
        if (direct.isPresent() && filed.isPresent()) {
            fields.problem(key, "at most one of " + key + " & " + key + "_file must be configured");
        }
        return direct.or(() -> filed);
    }

    /// The proxy fields, which stand among others.
    Proxy proxy(Fields fields) {
        Optional<URI> url =
                fields.parsed("proxy_url", HttpConfigReader::proxyUrl)
                        .filter(found -> !found.toString().isEmpty());
        Optional<String> exceptions = fields.text("no_proxy").filter(text -> !text.isEmpty());
        boolean fromEnvironment = fields.bool("proxy_from_environment").orElse(false);
        Map<String, List<Secret>> connect = new LinkedHashMap<>();
        fields.fields("proxy_connect_header")
                .ifPresent(names ->
                        names.keys()
                                .forEach(name ->
                                        connect.put(
                                                name,
                                                names.texts(name).stream()
                                                        .map(Secret::of)
                                                        .toList())));
        if (fromEnvironment && url.isPresent()) {
            fields.problem(
                    "proxy_from_environment",
                    "if proxy_from_environment is configured, proxy_url must not be configured");
        }
        if (fromEnvironment && exceptions.isPresent()) {
            fields.problem(
                    "proxy_from_environment",
                    "if proxy_from_environment is configured, no_proxy must not be configured");
        }
        if (exceptions.isPresent() && url.isEmpty() && !fromEnvironment) {
            fields.problem(
                    "no_proxy", "if no_proxy is configured, proxy_url must also be configured");
        }
        if (!connect.isEmpty() && url.isEmpty() && !fromEnvironment) {
            fields.problem(
                    "proxy_connect_header",
                    "if proxy_connect_header is configured, proxy_url or proxy_from_environment"
                            + " must also be configured");
        }
        return new Proxy(url, exceptions, fromEnvironment, connect);
    }

    private static URI proxyUrl(String text) {
        if (text.isEmpty()) {
            return URI.create("");
        }
        URI url;
        try {
            url = URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("expected the URL of a proxy", e);
        }
        Set<String> schemes = Set.of("http", "https", "socks5", "socks5h");
        if (url.getScheme() == null
                || !schemes.contains(url.getScheme())
                || url.getHost() == null) {
            throw new IllegalArgumentException(
                    "expected the URL of a proxy, with a scheme of " + schemes + " and a host");
        }
        return url;
    }

    private Map<String, List<Secret>> headers(Fields fields) {
        Map<String, List<Secret>> headers = new LinkedHashMap<>();
        Optional<Fields> names = fields.fields("http_headers");
        for (String name : names.map(Fields::keys).orElse(Set.of())) {
            Fields all = names.orElseThrow();
            Optional<YamlNode> node = all.node(name);
            if (isReserved(name)) {
                all.problem(name, "setting header \"" + name + "\" is not allowed");
            } else if (!name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
                all.problem(name, "expected the name of a header, found \"" + name + "\"");
            }
            node.map(found -> Fields.of(found, all.problems()))
                    .ifPresent(header -> headers.put(name, values(header)));
        }
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
