package tocsin.email;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import tocsin.integration.Fixtures;
import tocsin.notify.Delivery;
import tocsin.notify.Delivery.Delivered;
import tocsin.notify.Delivery.Reason;
import tocsin.notify.Delivery.Refused;
import tocsin.notify.Delivery.TryLater;
import tocsin.notify.Notification;
import tocsin.notify.Notifier;

import java.io.IOException;
import java.util.Map;

final class EmailTest {
    private final GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));
    private final GreenMail secure = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtps"));

    @AfterEach
    void stop() {
        mail.stop();
        secure.stop();
    }

    private Notifier notifier(String more) {
        return Fixtures.read(
                new EmailKind(),
                Map.of(
                        "smtp_smarthost", "127.0.0.1:" + mail.getSmtp().getPort(),
                        "smtp_from", "Tocsin <tocsin@example.org>",
                        "smtp_require_tls", "false"),
                more);
    }

    private static Notification about() {
        return Fixtures.notification(Fixtures.firing("a"));
    }

    private MimeMessage received() {
        assertThat(mail.getReceivedMessages()).hasSize(1);
        return mail.getReceivedMessages()[0];
    }

    private static String header(MimeMessage message, String name) throws MessagingException {
        return message.getHeader(name, "|");
    }

    @Test
    void aMailHasATextAndAnHtmlPart() throws Exception {
        mail.start();
        Delivery delivery =
                notifier("{to: 'sre@example.org', text: 'Über {{ status }}'}").send(about());
        assertThat(delivery).isInstanceOf(Delivered.class);
        MimeMessage message = received();
        assertThat(header(message, "Subject")).isEqualTo("<email.default.subject>");
        assertThat(header(message, "To")).isEqualTo("sre@example.org");
        assertThat(header(message, "From")).isEqualTo("Tocsin <tocsin@example.org>");
        assertThat(header(message, "Date")).isNotNull();
        assertThat(header(message, "MIME-Version")).isEqualTo("1.0");
        assertThat(header(message, "Message-Id")).startsWith("<0123456789abcdef0123456789abcdef@");
        var parts = (MimeMultipart) message.getContent();
        assertThat(parts.getContentType()).startsWith("multipart/alternative");
        assertThat(parts.getBodyPart(0).getContentType()).isEqualTo("text/plain; charset=UTF-8");
        assertThat(parts.getBodyPart(0).getContent()).isEqualTo("Über firing");
        assertThat(parts.getBodyPart(1).getContentType()).isEqualTo("text/html; charset=UTF-8");
        assertThat(parts.getBodyPart(1).getContent()).isEqualTo("html:<email.default.html>");
        assertThat(parts.getBodyPart(1).getHeader("Content-Transfer-Encoding"))
                .containsExactly("quoted-printable");
    }

    @Test
    void everyRecipientGetsItAndHeadersAreOnesOwn() throws Exception {
        mail.start();
        notifier(
                        """
                        to: 'a@example.org, B <b@example.org>'
                        headers: {subject: 'S {{ team }}', X-My-Header: 'grün', reply-to: c@x.org}
                        html: ''
                        text: t
                        """)
                .send(about());
        assertThat(mail.getReceivedMessages()).hasSize(2);
        MimeMessage message = mail.getReceivedMessages()[0];
        assertThat(header(message, "Subject")).isEqualTo("S sre");
        assertThat(header(message, "X-My-Header")).isEqualTo("=?utf-8?q?gr=C3=BCn?=");
        assertThat(header(message, "Reply-To")).isEqualTo("c@x.org");
        assertThat(((MimeMultipart) message.getContent()).getCount()).isEqualTo(1);
    }

    @Test
    void aLineFeedInAValueMakesNoHeader() throws Exception {
        mail.start();
        notifier("{to: 'a@example.org', headers: {Subject: \"x\\r\\nBcc: evil@example.org\"}}")
                .send(about());
        MimeMessage message = received();
        assertThat(message.getHeader("Bcc")).isNull();
        assertThat(message.getSubject()).isEqualTo("x\r\nBcc: evil@example.org");
    }

    @Test
    void aLineFeedInAnAddressIsRefused() throws Exception {
        mail.start();
        Delivery delivery =
                notifier("{to: \"a@example.org>\\r\\nRCPT TO:<evil@example.org\"}").send(about());
        assertThat(((Refused) delivery).cause()).contains("control character");
        assertThat(mail.getReceivedMessages()).isEmpty();
    }

    @Test
    void aDotAloneOnALineIsNoEnd() throws Exception {
        mail.start();
        notifier("{to: 'a@example.org', html: '', text: \"one\\n.\\ntwo\"}").send(about());
        Object text = ((MimeMultipart) received().getContent()).getBodyPart(0).getContent();
        assertThat(text.toString().replace("\r\n", "\n")).isEqualTo("one\n.\ntwo");
    }

    @Test
    void mailsOfAGroupFormAThread() throws Exception {
        mail.start();
        notifier("{to: 'a@example.org', threading: {enabled: true, thread_by_date: none}}")
                .send(about());
        MimeMessage message = received();
        assertThat(header(message, "References"))
                .matches("<alert-[0-9a-f]{16}-@alertmanager>")
                .isEqualTo(header(message, "In-Reply-To"));
    }

    @Test
    void orThoseOfADay() throws Exception {
        mail.start();
        notifier("{to: 'a@example.org', threading: {enabled: true, thread_by_date: daily}}")
                .send(about());
        assertThat(header(received(), "References"))
                .matches("<alert-[0-9a-f]{16}-2026-08-1\\d@alertmanager>");
    }

    @Test
    void aTemplateThatFailsSendsNothing() throws Exception {
        mail.start();
        Delivery delivery = notifier("{to: 'a@example.org', html: '{{ fail }}'}").send(about());
        assertThat(((Refused) delivery).reason()).isEqualTo(Reason.TEMPLATE_ERROR);
        assertThat(mail.getReceivedMessages()).isEmpty();
    }

    @Test
    void manyFromAddressesAreTooMany() throws Exception {
        mail.start();
        Delivery delivery =
                notifier("{to: 'a@example.org', from: 'a@x.org, b@x.org'}").send(about());
        assertThat(((Refused) delivery).cause())
                .contains("must be exactly one 'from' address (got: 2)");
    }

    @Test
    void tlsFromTheStart() throws Exception {
        secure.start();
        Delivery delivery =
                Fixtures.read(
                                new EmailKind(),
                                Map.of(
                                        "smtp_smarthost",
                                        "127.0.0.1:" + secure.getSmtps().getPort(),
                                        "smtp_from",
                                        "t@example.org"),
                                """
                                to: a@example.org
                                force_implicit_tls: true
                                tls_config: {insecure_skip_verify: true}
                                """)
                        .send(about());
        assertThat(delivery).isInstanceOf(Delivered.class);
        assertThat(secure.getReceivedMessages()).hasSize(1);
    }

    @Test
    void aCertificateOfNobodyKnownIsNotTrusted() throws Exception {
        secure.start();
        Delivery delivery =
                Fixtures.read(
                                new EmailKind(),
                                Map.of(
                                        "smtp_smarthost",
                                        "127.0.0.1:" + secure.getSmtps().getPort(),
                                        "smtp_from",
                                        "t@example.org"),
                                "{to: a@example.org, force_implicit_tls: true}")
                        .send(about());
        assertThat(delivery).isInstanceOf(TryLater.class);
        assertThat(secure.getReceivedMessages()).isEmpty();
    }

    @Test
    void aServerWithoutStartTlsIsNotTrustedWhereTlsIsRequired() throws Exception {
        mail.start();
        Delivery delivery = notifier("{to: 'a@example.org', require_tls: true}").send(about());
        assertThat(((TryLater) delivery).cause())
                .isEqualTo(
                        "'require_tls' is true (default) but \"127.0.0.1:"
                                + mail.getSmtp().getPort()
                                + "\" does not advertise the STARTTLS extension");
    }

    @Test
    void plainLoginWorksAndAWrongPasswordIsFinal() throws Exception {
        mail.start();
        mail.setUser("me@example.org", "me", "hunter2");
        String login = "{to: 'a@example.org', auth_username: me, auth_password: ";
        assertThat(notifier(login + "hunter2}").send(about())).isInstanceOf(Delivered.class);
        Delivery delivery = notifier(login + "wrong-secret}").send(about());
        assertThat(((Refused) delivery).reason()).isEqualTo(Reason.AUTH_ERROR);
        assertThat(((Refused) delivery).cause()).doesNotContain("wrong-secret");
    }

    @Test
    void aServerThatIsNotThereIsTriedAgain() throws IOException, InterruptedException {
        mail.start();
        Notifier notifier = notifier("{to: 'a@example.org'}");
        mail.stop();
        assertThat(notifier.send(about())).isInstanceOf(TryLater.class);
    }

    @Test
    void settingsThatCannotBeAreNamedWithTheirLines() {
        assertThat(Fixtures.problems(new EmailKind(), "{smarthost: x}"))
                .contains("missing to address in email config")
                .contains("no global SMTP from set")
                .contains("smarthost: address x: missing port in address");
        assertThat(Fixtures.problems(new EmailKind(), "{to: a, from: b, smarthost: 'x:'}"))
                .contains("address \"x:\": port cannot be empty");
        assertThat(
                        Fixtures.problems(
                                new EmailKind(),
                                """
                                to: a
                                from: b
                                smarthost: x:25
                                headers: {subject: a, Subject: b, References: c, "x y": d}
                                threading: {enabled: true}
                                """))
                .contains("alertmanager.yml:4: headers: duplicate header \"Subject\"")
                .contains("invalid header name \"x y\"")
                .contains("threading.enabled conflicts with custom References header")
                .contains("threading.thread_by_date must be either 'none' or 'daily'");
    }
}
