package tocsin.jira;

import tocsin.integration.Structured;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/// `jira_configs`: which Jira, which issue, and what it says, as templates.
record JiraSettings(
        URI api,
        Flavour flavour,
        String project,
        String issueType,
        Text summary,
        Text description,
        List<String> labels,
        String priority,
        Transitions transitions,
        Structured fields) {
    /// Copies the labels.
    JiraSettings {
        labels = List.copyOf(labels);
    }

    /// A text.
    ///
    /// @param updates whether an issue that is there gets it too
    record Text(String template, boolean updates) {}

    /// How an issue moves.
    ///
    /// @param reopen the transition that opens it again; empty for none
    /// @param resolve the one that closes it; empty for none
    /// @param wontFix the resolution of issues that nobody shall touch again
    /// @param reopenDuration how long a closed one is found again
    record Transitions(String reopen, String resolve, String wontFix, Duration reopenDuration) {}

    /// Which of Jira's APIs.
    enum Flavour {
        /// As the host's name says.
        AUTO,
        /// Atlassian's.
        CLOUD,
        /// One's own.
        DATACENTER
    }

    boolean isCloud() {
        return switch (flavour) {
            case CLOUD -> true;
            case DATACENTER -> false;
            case AUTO -> api.getHost().endsWith("atlassian.net");
        };
    }

    /// Whether descriptions are documents of Atlassian's own format.
    boolean wantsDocuments() {
        return api.getPath().replaceAll("/+$", "").endsWith("/3");
    }
}
