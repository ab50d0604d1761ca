package tocsin.config;

import tocsin.yaml.YamlNode;

import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Prints a configuration so that it can be read again, with everything hidden that might be a
/// secret. Whatever is not known to be harmless among values of known secret names is hidden.
final class YamlPrinter {
    private static final String HIDDEN = "<secret>";
    private static final Set<String> SECRETS =
            Set.of(
                    "smtp_auth_password",
                    "smtp_auth_secret",
                    "slack_api_url",
                    "slack_app_token",
                    "opsgenie_api_key",
                    "wechat_api_secret",
                    "victorops_api_key",
                    "telegram_bot_token",
                    "rocketchat_token",
                    "rocketchat_token_id",
                    "mattermost_webhook_url",
                    "password",
                    "credentials",
                    "bearer_token",
                    "client_secret",
                    "client_certificate_key",
                    "webhook_url",
                    "bot_token",
                    "app_token",
                    "routing_key",
                    "service_key",
                    "api_key",
                    "api_secret",
                    "auth_password",
                    "auth_secret",
                    "token",
                    "token_id",
                    "user_key",
                    "key",
                    "secret_key",
                    "alert_source_token",
                    "secrets",
                    "proxy_connect_header");

    private static final Pattern SECRET_URL =
            Pattern.compile(
                    "(webhook|incidentio)_configs\\[\\d+]\\.url$|slack_configs\\[\\d+]\\.api_url$");
    private static final Pattern LOGIN = Pattern.compile("://([^/@:]*):[^/@]*@");

    private final StringBuilder out = new StringBuilder();

    private YamlPrinter() {}

    static String print(YamlNode top) {
        var printer = new YamlPrinter();
        printer.write(top, 0, false);
        return printer.out.toString();
    }

    private void write(YamlNode node, int indent, boolean hidden) {
        switch (node) {
            case YamlNode.Scalar scalar -> out.append(text(scalar, hidden)).append('\n');
            case YamlNode.Mapping mapping -> {
                if (mapping.entries().isEmpty()) {
                    out.append("{}\n");
                }
                boolean first = true;
                for (Map.Entry<String, YamlNode.Entry> entry : mapping.entries().entrySet()) {
                    out.append(first ? "" : " ".repeat(indent));
                    first = false;
                    YamlNode value = entry.getValue().value();
                    out.append(key(entry.getKey())).append(':');
                    below(
                            value,
                            value instanceof YamlNode.Sequence ? indent : indent + 2,
                            hidden || isSecret(entry.getKey(), value.path()));
                }
            }
            case YamlNode.Sequence sequence -> {
                boolean first = true;
                for (YamlNode item : sequence.items()) {
                    out.append(first ? "" : " ".repeat(indent)).append("- ");
                    first = false;
                    write(item, indent + 2, hidden);
                }
            }
        }
    }

    /// Most URLs are none; those of webhooks are.
    private static boolean isSecret(String key, String path) {
        return SECRETS.contains(key) || SECRET_URL.matcher(path).find();
    }

    private void below(YamlNode value, int indent, boolean hidden) {
        boolean empty =
                switch (value) {
                    case YamlNode.Scalar _ -> true;
                    case YamlNode.Mapping mapping -> mapping.entries().isEmpty();
                    case YamlNode.Sequence sequence -> sequence.items().isEmpty();
                };
        if (value instanceof YamlNode.Sequence sequence && sequence.items().isEmpty()) {
            out.append(" []\n");
        } else if (empty) {
            out.append(' ');
            write(value, indent, hidden);
        } else {
            out.append('\n').append(" ".repeat(indent));
            write(value, indent, hidden);
        }
    }

    private static String key(String name) {
        return name.matches("[A-Za-z_][A-Za-z0-9_]*") ? name : quoted(name);
    }

    private static String text(YamlNode.Scalar scalar, boolean hidden) {
        if (scalar.isNull()) {
            return "null";
        }
        if (hidden && !scalar.text().isEmpty()) {
            return HIDDEN;
        }
        Matcher login = LOGIN.matcher(scalar.text());
        if (login.find()) {
            return quoted(login.replaceFirst("://$1:xxxxx@"));
        }
        boolean harmless = scalar.text().matches("[A-Za-z0-9_./-]+( ?[A-Za-z0-9_./-]+)*");
        return scalar.plain() && harmless ? scalar.text() : quoted(scalar.text());
    }

    private static String quoted(String text) {
        var out = new StringBuilder("\"");
        text.codePoints()
                .forEach(c -> {
                    switch (c) {
                        case '"' -> out.append("\\\"");
                        case '\\' -> out.append("\\\\");
                        case '\n' -> out.append("\\n");
                        case '\t' -> out.append("\\t");
                        case '\r' -> out.append("\\r");
                        default -> {
                            if (c < 0x20 || c == 0x7f) {
                                out.append(String.format("\\x%02x", c));
                            } else {
                                out.appendCodePoint(c);
                            }
                        }
                    }
                });
        return out.append('"').toString();
    }
}
