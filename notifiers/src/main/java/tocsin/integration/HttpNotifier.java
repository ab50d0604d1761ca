package tocsin.integration;

import tocsin.http.Answers;
import tocsin.notify.Delivery;
import tocsin.notify.Delivery.Delivered;
import tocsin.notify.Delivery.Reason;
import tocsin.notify.Delivery.Refused;
import tocsin.notify.Delivery.TryLater;
import tocsin.notify.Notification;
import tocsin.notify.Notifier;

import java.io.IOException;
import java.time.Duration;

/// An integration that speaks HTTP: says what the failures of one attempt mean, so that the attempt
/// itself can be written as if there were none.
public record HttpNotifier(Wording wording, Attempt attempt) implements Notifier {
    private static final int LONGEST_CAUSE = 2_500;

    /// One attempt to tell.
    @FunctionalInterface
    public interface Attempt {
        /// Tells; blocks.
        ///
        /// @throws IOException when the other side, or the file of a secret, cannot be reached
        Delivery tell(Notification notification, Words words)
                throws WordingException, IOException, InterruptedException;
    }

    @Override
    public Delivery send(Notification notification) throws InterruptedException {
        try {
            return brief(attempt.tell(notification, wording.about(notification)));
        } catch (WordingException e) {
            return new Refused(Reason.TEMPLATE_ERROR, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return Answers.trouble(e);
        }
    }

    /// A provider's words without the rest of a page that some other server answered with.
    private static Delivery brief(Delivery delivery) {
        return switch (delivery) {
            case Delivered told -> told;
            case TryLater(Duration pause, Reason reason, String cause) ->
                    new TryLater(pause, reason, brief(cause));
            case Refused(Reason reason, String cause) -> new Refused(reason, brief(cause));
        };
    }

    private static String brief(String cause) {
        return cause.length() <= LONGEST_CAUSE ? cause : cause.substring(0, LONGEST_CAUSE) + "…";
    }
}
