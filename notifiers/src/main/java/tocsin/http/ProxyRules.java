package tocsin.http;

import tocsin.http.HttpSettings.Proxy;

import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Which proxy stands before a destination, as Go has it: with a list of exceptions, or by the
/// environment, this machine itself is always reached directly.
final class ProxyRules {
    private final Optional<URI> plain;
    private final Optional<URI> secure;
    private final List<String> exceptions;
    private final boolean hereIsDirect;

    private ProxyRules(
            Optional<URI> plain,
            Optional<URI> secure,
            List<String> exceptions,
            boolean hereIsDirect) {
        this.plain = plain;
        this.secure = secure;
        this.exceptions = exceptions;
        this.hereIsDirect = hereIsDirect;
    }

    static ProxyRules of(Proxy settings, Map<String, String> environment) {
        if (settings.fromEnvironment()) {
            return new ProxyRules(
                    url(environment, "HTTP_PROXY"),
                    url(environment, "HTTPS_PROXY"),
                    list(variable(environment, "NO_PROXY").orElse("")),
                    true);
        }
        return new ProxyRules(
                settings.url(),
                settings.url(),
                list(settings.exceptions().orElse("")),
                settings.exceptions().isPresent());
    }

    private static Optional<URI> url(Map<String, String> environment, String name) {
        return variable(environment, name)
                .map(text -> URI.create(text.contains("://") ? text : "http://" + text));
    }

    private static Optional<String> variable(Map<String, String> environment, String name) {
        return Stream.of(name, name.toLowerCase(Locale.ROOT))
                .flatMap(each -> Stream.ofNullable(environment.get(each)))
                .filter(text -> !text.isBlank())
                .map(String::strip)
                .findFirst();
    }

    private static List<String> list(String text) {
        return Stream.of(text.split(","))
                .map(each -> each.strip().toLowerCase(Locale.ROOT))
                .filter(each -> !each.isEmpty())
                .toList();
    }

    /// Every proxy that may be used.
    List<URI> all() {
        return Stream.of(plain, secure).flatMap(Optional::stream).distinct().toList();
    }

    /// The proxy before a destination; empty when it is reached directly.
    Optional<URI> before(String scheme, String host, int port) {
        Optional<URI> proxy = scheme.equals("https") ? secure : plain;
        return proxy.filter(_ -> !isDirect(host.toLowerCase(Locale.ROOT), port));
    }

    private boolean isDirect(String host, int port) {
        String bare = host.replaceAll("[\\[\\]]", "").replaceAll("\\.$", "");
        Optional<InetAddress> address = literal(bare);
        if (hereIsDirect
                && (bare.equals("localhost")
                        || address.map(InetAddress::isLoopbackAddress).orElse(false))) {
            return true;
        }
        return exceptions.stream().anyMatch(each -> matches(each, bare, address, port));
    }

    private static Optional<InetAddress> literal(String host) {
        try {
            return Optional.of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean matches(
            String exception, String host, Optional<InetAddress> address, int port) {
        if (exception.equals("*")) {
            return true;
        }
        String name = exception;
        int colon = exception.lastIndexOf(':');
        boolean hasPort =
                colon >= 0
                        && exception.substring(colon + 1).matches("\\d+")
                        && (exception.indexOf(':') == colon || exception.startsWith("["));
        if (hasPort) {
            if (!exception.substring(colon + 1).equals(String.valueOf(port))) {
                return false;
            }
            name = exception.substring(0, colon);
        }
        return address.isPresent()
                ? isIn(name.replaceAll("[\\[\\]]", ""), address.get())
                : isBelow(name, host);
    }

    private static boolean isIn(String block, InetAddress address) {
        try {
            return Cidr.parse(block).contains(address);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isBelow(String name, String host) {
        String domain = name.startsWith("*.") ? name.substring(1) : name;
        if (domain.startsWith(".")) {
            return host.endsWith(domain);
        }
        return host.equals(domain) || host.endsWith("." + domain);
    }
}
