package tocsin.integration;

import tocsin.http.Answers;
import tocsin.notify.Delivery;
import tocsin.notify.Delivery.Reason;
import tocsin.notify.Delivery.Refused;
import tocsin.notify.Notification;
import tocsin.notify.Notifier;

import java.io.IOException;

/// An integration that speaks HTTP: says what the failures of one attempt mean, so that the attempt
/// itself can be written as if there were none.
public record HttpNotifier(Wording wording, Attempt attempt) implements Notifier {
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
            return attempt.tell(notification, wording.about(notification));
        } catch (WordingException e) {
            return new Refused(Reason.TEMPLATE_ERROR, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return Answers.trouble(e);
        }
    }
}
