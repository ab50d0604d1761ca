package tocsin.email;

import tocsin.email.EmailSettings.Limits;
import tocsin.email.EmailSettings.Login;
import tocsin.email.EmailSettings.Server;
import tocsin.email.EmailSettings.Threading;
import tocsin.http.TlsReader;
import tocsin.integration.Defaults;
import tocsin.integration.IntegrationKind;
import tocsin.integration.Settings;
import tocsin.notify.Notifier;
import tocsin.yaml.Fields;

import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// `email_configs`.
public final class EmailKind implements IntegrationKind {
    private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final int SMTPS = 465;
    private static final int LAST_PORT = 65_535;

    @Override
    public String name() {
        return "email";
    }

    @Override
    public boolean sendsResolved() {
        return false;
    }

    @Override
    public Notifier read(Fields fields, Defaults defaults) {
        var settings = new Settings(fields, defaults);
        String to = settings.required("to", "missing to address in email config");
        String from = settings.textOrGlobal("from", "smtp_from");
        if (from.isEmpty()) {
            settings.missing("no global SMTP from set");
        }
        SortedMap<String, String> headers = headers(fields);
        Threading threading = threading(fields, headers);
        headers.putIfAbsent("Subject", "{{ template \"email.default.subject\" . }}");
        headers.putIfAbsent("To", to);
        headers.putIfAbsent("From", from);
        var email =
                new EmailSettings(
                        to,
                        from,
                        server(settings),
                        login(settings),
                        headers,
                        settings.text("html", "{{ template \"email.default.html\" . }}"),
                        settings.text("text"),
                        threading);
        settings.done("email");
        return new Email(email, defaults.wording(), defaults.network()::destinations);
    }

    private static Server server(Settings settings) {
        String hello = settings.textOrGlobal("hello", "smtp_hello");
        String smarthost = settings.textOrGlobal("smarthost", "smtp_smarthost");
        String host = "";
        int port = 0;
        if (smarthost.isEmpty()) {
            settings.missing("no global SMTP smarthost set");
        } else {
            try {
                int colon = colon(smarthost);
                host = smarthost.substring(0, colon).replaceAll("[\\[\\]]", "");
                port = port(smarthost, smarthost.substring(colon + 1));
            } catch (IllegalArgumentException e) {
                settings.fields().problem("smarthost", String.valueOf(e.getMessage()));
            }
        }
        return new Server(
                hello.isEmpty() ? "localhost" : hello,
                host,
                port,
                settings.flagOrGlobal("require_tls", "smtp_require_tls", true),
                settings.flagOrGlobal(
                        "force_implicit_tls", "smtp_force_implicit_tls", port == SMTPS),
                new TlsReader(settings.defaults()::file)
                        .read(settings.fields(), "tls_config", settings.defaults().smtpTls()),
                Limits.DEFAULT);
    }

    private static int colon(String smarthost) {
        int colon = smarthost.lastIndexOf(':');
        if (colon < 0 || smarthost.endsWith("]")) {
            throw new IllegalArgumentException(
                    "address " + smarthost + ": missing port in address");
        }
        return colon;
    }

    private static int port(String smarthost, String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException(
                    "address \"" + smarthost + "\": port cannot be empty");
        }
        return switch (text) {
            case "smtp" -> 25;
            case "smtps", "submissions" -> SMTPS;
            case "submission" -> 587;
            default -> {
                if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > LAST_PORT) {
                    throw new IllegalArgumentException(
                            "address \"" + smarthost + "\": expected a port, found " + text);
                }
                yield Integer.parseInt(text);
            }
        };
    }

    private static Login login(Settings settings) {
        return new Login(
                settings.textOrGlobal("auth_username", "smtp_auth_username"),
                settings.textOrGlobal("auth_identity", "smtp_auth_identity"),
                settings.secretOrGlobal("auth_password", "smtp_auth_password"),
                settings.secretOrGlobal("auth_secret", "smtp_auth_secret"));
    }

    private static SortedMap<String, String> headers(Fields fields) {
        SortedMap<String, String> headers = new TreeMap<>();
        for (Map.Entry<String, String> each : fields.textMap("headers").entrySet()) {
            if (!HEADER_NAME.matcher(each.getKey()).matches()) {
                fields.problem("headers", "invalid header name \"" + each.getKey() + "\"");
                continue;
            }
            String name = canonical(each.getKey());
            if (headers.put(name, each.getValue()) != null) {
                fields.problem("headers", "duplicate header \"" + name + "\" in email config");
            }
        }
        return headers;
    }

    /// A capital at the beginning and after each hyphen, the rest small.
    private static String canonical(String name) {
        var text = new StringBuilder(name.toLowerCase(Locale.ROOT));
        for (int i = 0; i < text.length(); i++) {
            if (i == 0 || text.charAt(i - 1) == '-') {
                text.setCharAt(i, Character.toUpperCase(text.charAt(i)));
            }
        }
        return text.toString();
    }

    private static Threading threading(Fields fields, Map<String, String> headers) {
        return fields.fields("threading")
                .map(found -> {
                    boolean enabled = found.bool("enabled").orElse(false);
                    String by = found.text("thread_by_date", "");
                    found.done("threading");
                    return enabled ? threading(found, by, headers) : Threading.OFF;
                })
                .orElse(Threading.OFF);
    }

    private static Threading threading(Fields found, String by, Map<String, String> headers) {
        for (String name : new String[] {"References", "In-Reply-To"}) {
            if (headers.containsKey(name)) {
                found.problem(
                        "enabled",
                        "conflicting configuration: threading.enabled conflicts with custom "
                                + name
                                + " header");
            }
        }
        return switch (by) {
            case "none" -> Threading.WHOLE;
            case "daily" -> Threading.DAILY;
            default -> {
                found.problem(
                        "thread_by_date",
                        "threading.thread_by_date must be either 'none' or 'daily'");
                yield Threading.OFF;
            }
        };
    }
}
