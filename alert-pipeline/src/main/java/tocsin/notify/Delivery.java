package tocsin.notify;

import java.time.Duration;
import java.util.Map;

/// What became of one attempt to notify. Expected outcomes are values; only bugs throw.
public sealed interface Delivery {
    /// The other side took it.
    ///
    /// @param receiverData what the integration wants to find again at the next notification of
    ///   this group, such as the id of the message to update; replicated with the notification log
    /// @param reply the provider's answer in short, for the history; without secrets
    record Delivered(Map<String, String> receiverData, String reply) implements Delivery {
        /// Copies the data.
        public Delivered {
            receiverData = Map.copyOf(receiverData);
        }
    }

    /// The other side is busy or away; try again no sooner than `pause`, or when the back-off says
    /// if zero.
    record TryLater(Duration pause, Reason reason, String cause) implements Delivery {}

    /// Trying again cannot help: bad credentials, malformed request, unknown channel.
    record Refused(Reason reason, String cause) implements Delivery {}

    /// Why, as upstream's metric `alertmanager_notifications_failed_total` has it.
    enum Reason {
        /// Nothing more is known.
        OTHER("other"),
        /// HTTP 4xx.
        CLIENT_ERROR("clientError"),
        /// HTTP 5xx.
        SERVER_ERROR("serverError"),
        /// The context ended.
        CONTEXT_CANCELED("contextCanceled"),
        /// The deadline passed.
        CONTEXT_DEADLINE_EXCEEDED("contextDeadlineExceeded"),
        /// HTTP 401 or 403.
        AUTH_ERROR("authError"),
        /// HTTP 429.
        RATE_LIMITED("rateLimited"),
        /// A template failed.
        TEMPLATE_ERROR("templateError");

        private final String label;

        Reason(String label) {
            this.label = label;
        }

        /// The metric's label value.
        public String label() {
            return label;
        }
    }
}
