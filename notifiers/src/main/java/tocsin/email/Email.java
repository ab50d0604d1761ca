package tocsin.email;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;

import org.eclipse.angus.mail.smtp.SMTPTransport;

import tocsin.email.EmailSettings.Server;
import tocsin.http.Destinations;
import tocsin.integration.Wording;
import tocsin.integration.WordingException;
import tocsin.notify.Delivery;
import tocsin.notify.Delivery.Delivered;
import tocsin.notify.Delivery.Reason;
import tocsin.notify.Delivery.Refused;
import tocsin.notify.Delivery.TryLater;
import tocsin.notify.Notification;
import tocsin.notify.Notifier;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Sends one mail for a notification. Everything is rendered before the server is called, every
/// wait has an end, and the server's permanent refusals are taken as final.
final class Email implements Notifier {
    private final EmailSettings settings;
    private final Wording wording;
    private final Supplier<Destinations> destinations;

    Email(EmailSettings settings, Wording wording, Supplier<Destinations> destinations) {
        this.destinations = destinations;
        this.settings = settings;
        this.wording = wording;
    }

    @Override
    public Delivery send(Notification notification) {
        Letter letter;
        try {
            letter = Letter.of(settings, notification, wording.about(notification), hostName());
        } catch (WordingException e) {
            return new Refused(Reason.TEMPLATE_ERROR, String.valueOf(e.getMessage()));
        } catch (AddressException e) {
            return new Refused(Reason.OTHER, "parse addresses: " + e.getMessage());
        }
        try {
            return send(letter);
        } catch (IOException | GeneralSecurityException e) {
            return new TryLater(Duration.ZERO, Reason.OTHER, "tls_config: " + e.getMessage());
        }
    }

    private Delivery send(Letter letter) throws IOException, GeneralSecurityException {
        Server server = settings.server();
        var sockets = new PlainSockets(destinations.get());
        Session session = Session.getInstance(properties(letter, sockets));
        var url = new URLName("smtp", server.host(), server.port(), null, null, null);
        var watch = new CompletableFuture<Void>();
        var _ =
                watch.orTimeout(server.limits().whole().toMillis(), TimeUnit.MILLISECONDS)
                        .whenComplete((_, late) -> {
                            if (late != null) {
                                sockets.close();
                            }
                        });
        try (var transport = new SMTPTransport(session, url)) {
            transport.connect(server.host(), server.port(), null, null);
            new SmtpLogin(transport, settings.login(), server.host()).run();
            transport.sendMessage(
                    letter.message(session), letter.to().toArray(InternetAddress[]::new));
            return new Delivered(Map.of(), transport.getLastServerResponse().strip());
        } catch (SmtpLogin.UnusableException e) {
            return new Refused(Reason.AUTH_ERROR, String.valueOf(e.getMessage()));
        } catch (MessagingException e) {
            return SmtpFailure.delivery(e, server);
        } finally {
            watch.complete(null);
        }
    }

    private Properties properties(Letter letter, PlainSockets sockets)
            throws IOException, GeneralSecurityException {
        Server server = settings.server();
        var properties = new Properties();
        properties.put("mail.smtp.localhost", server.hello());
        properties.put("mail.smtp.from", letter.from().getAddress());
        properties.put("mail.smtp.auth", "false");
        properties.put("mail.smtp.quitwait", "false");
        properties.put("mail.smtp.sendpartial", "false");
        properties.put(
                "mail.smtp.connectiontimeout",
                String.valueOf(server.limits().connect().toMillis()));
        properties.put("mail.smtp.timeout", String.valueOf(server.limits().silence().toMillis()));
        properties.put(
                "mail.smtp.writetimeout", String.valueOf(server.limits().silence().toMillis()));
        properties.put("mail.smtp.socketFactory", sockets);
        properties.put("mail.smtp.socketFactory.fallback", "false");
        boolean upgrades = server.requireTls() && !server.implicitTls();
        properties.put("mail.smtp.starttls.enable", String.valueOf(upgrades));
        properties.put("mail.smtp.starttls.required", String.valueOf(upgrades));
        properties.put("mail.smtp.ssl.enable", String.valueOf(server.implicitTls()));
        if (upgrades || server.implicitTls()) {
            properties.put(
                    "mail.smtp.ssl.socketFactory", new TlsSockets(server.tls(), server.host()));
            properties.put("mail.smtp.ssl.checkserveridentity", "false"); // the factory does it
        }
        return properties;
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
