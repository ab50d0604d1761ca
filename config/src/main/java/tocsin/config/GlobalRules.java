package tocsin.config;

import tocsin.yaml.Fields;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;

/// What the values of `global` must be, in upstream's words.
final class GlobalRules {
    private static final List<String> URLS =
            List.of(
                    "slack_api_url",
                    "slack_app_url",
                    "pagerduty_url",
                    "opsgenie_api_url",
                    "wechat_api_url",
                    "victorops_api_url",
                    "telegram_api_url",
                    "webex_api_url",
                    "rocketchat_api_url",
                    "mattermost_webhook_url",
                    "jira_api_url");

    /// What a printed configuration has in place of a secret; it is read as if nothing stood there.
    private static final String HIDDEN = "<secret>";

    private GlobalRules() {}

    static void check(Fields global) {
        for (String name : URLS) {
            global.text(name)
                    .filter(text -> !text.equals(HIDDEN))
                    .flatMap(GlobalRules::urlProblem)
                    .ifPresent(problem -> global.problem(name, problem));
        }
        global.text("smtp_smarthost")
                .flatMap(GlobalRules::addressProblem)
                .ifPresent(problem -> global.problem("smtp_smarthost", problem));
        checkSlack(global);
    }

    /// The value itself is not told: some of these URLs are secrets.
    private static Optional<String> urlProblem(String text) {
        try {
            var url = new URI(text);
            String scheme = url.getScheme() == null ? "" : url.getScheme();
            if (!scheme.equals("http") && !scheme.equals("https")) {
                return Optional.of("unsupported scheme \"" + scheme + "\" for URL");
            }
            return url.getHost() == null || url.getHost().isEmpty()
                    ? Optional.of("missing host for URL")
                    : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.of("no URL: " + e.getReason());
        }
    }

    private static Optional<String> addressProblem(String text) {
        int colon = text.lastIndexOf(':');
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (colon < 0 || text.endsWith("]")) {
            return Optional.of("address " + text + ": missing port in address");
        }
        return colon == text.length() - 1
                ? Optional.of("address \"" + text + "\": port cannot be empty")
                : Optional.empty();
    }

    private static void checkSlack(Fields global) {
        boolean token = global.has("slack_app_token") || global.has("slack_app_token_file");
        boolean url = global.has("slack_api_url") || global.has("slack_api_url_file");
        String apiUrl = global.text("slack_api_url", "");
        boolean same = !apiUrl.isEmpty() && apiUrl.equals(global.text("slack_app_url", ""));
        if (token && url && !same) {
            global.problem(
                    "slack_app_token",
                    "at most one of slack_app_token/slack_app_token_file &"
                            + " slack_api_url/slack_api_url_file must be configured");
        }
    }
}
