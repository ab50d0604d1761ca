package tocsin.email;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;

import tocsin.email.EmailSettings.Threading;
import tocsin.integration.GroupHash;
import tocsin.integration.WordingException;
import tocsin.integration.Words;
import tocsin.notify.Notification;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// One mail, rendered before anybody is connected to: a template that fails leaves no half mail
/// behind.
///
/// @param from the envelope's sender
/// @param to the envelope's recipients
/// @param headers in the order written, safe to be written
record Letter(
        InternetAddress from,
        List<InternetAddress> to,
        Map<String, String> headers,
        String text,
        String html) {
    private static final int THREAD_DIGITS = 16;
    private static final int ID_DIGITS = 32;
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss xx", Locale.ROOT);

    /// A mail for a notification.
    ///
    /// @param host for the message's id
    static Letter of(EmailSettings settings, Notification notification, Words words, String host)
            throws WordingException, AddressException {
        List<InternetAddress> from = addresses(words.text(settings.from()));
        if (from.size() != 1) {
            throw new AddressException(
                    "must be exactly one 'from' address (got: " + from.size() + ")");
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (Map.Entry<String, String> each : settings.headers().entrySet()) {
            headers.put(each.getKey(), HeaderText.encode(words.text(each.getValue())));
        }
        headers.putIfAbsent("Message-Id", messageId(notification, host));
        if (settings.threading() != Threading.OFF) {
            String thread = thread(notification, settings.threading());
            headers.put("References", thread);
            headers.put("In-Reply-To", thread);
        }
        headers.put("Date", DATE.format(notification.now().atZone(ZoneId.systemDefault())));
        return new Letter(
                from.getFirst(),
                addresses(words.text(settings.to())),
                headers,
                words.text(settings.text()),
                words.html(settings.html()));
    }

    private static List<InternetAddress> addresses(String text) throws AddressException {
        if (text.chars().anyMatch(c -> c < ' ' && c != '\t')) {
            throw new AddressException("an address holds a line feed or another control character");
        }
        List<InternetAddress> found = List.of(InternetAddress.parse(text, true));
        for (InternetAddress each : found) {
            each.validate();
        }
        if (found.isEmpty()) {
            throw new AddressException("no address");
        }
        return found;
    }

    /// Equal whichever member sends, so that a mail system that sees both keeps one.
    private static String messageId(Notification notification, String host) {
        String key = notification.idempotencyKey();
        return "<" + key.substring(0, Math.min(ID_DIGITS, key.length())) + "@" + host + ">";
    }

    private static String thread(Notification notification, Threading threading) {
        String day =
                threading == Threading.DAILY
                        ? DateTimeFormatter.ISO_LOCAL_DATE.format(
                                notification.now().atZone(ZoneId.systemDefault()))
                        : "";
        String hash = GroupHash.of(notification).substring(0, THREAD_DIGITS);
        return "<alert-" + hash + "-" + day + "@alertmanager>";
    }

    MimeMessage message(Session session) throws MessagingException {
        var message = new KeepsItsId(session);
        var parts = new MimeMultipart("alternative");
        if (!text.isEmpty()) {
            parts.addBodyPart(part(text, "plain"));
        }
        if (!html.isEmpty()) {
            parts.addBodyPart(part(html, "html"));
        }
        message.setContent(parts);
        message.saveChanges();
        for (Map.Entry<String, String> header : headers.entrySet()) {
            message.setHeader(header.getKey(), header.getValue());
        }
        return message;
    }

    private static MimeBodyPart part(String content, String kind) throws MessagingException {
        var part = new MimeBodyPart();
        part.setText(content, "UTF-8", kind);
        part.setHeader("Content-Transfer-Encoding", "quoted-printable");
        return part;
    }

    /// Jakarta Mail makes an id of its own of the host's name unless told not to.
    private static final class KeepsItsId extends MimeMessage {
        private KeepsItsId(Session session) {
            super(session);
        }

        @Override
        protected void updateMessageID() {
            // ours is a header like the others
        }
    }
}
