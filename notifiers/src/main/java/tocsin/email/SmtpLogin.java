package tocsin.email;

import jakarta.mail.MessagingException;

import org.eclipse.angus.mail.smtp.SMTPTransport;

import tocsin.email.EmailSettings.Login;
import tocsin.http.Secret;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Logs in by the first mechanism that the server offers and the settings allow: CRAM-MD5, PLAIN or
/// LOGIN. The server's order counts, as upstream has it, which is why this is not left to Jakarta
/// Mail.
final class SmtpLogin {
    private static final Set<String> HERE = Set.of("localhost", "127.0.0.1", "::1");
    private static final int GO_ON = 334;
    private static final int ACCEPTED = 235;

    private final SMTPTransport server;
    private final Login login;
    private final String host;

    SmtpLogin(SMTPTransport server, Login login, String host) {
        this.server = server;
        this.login = login;
        this.host = host;
    }

    /// Nobody can log in, and trying again cannot help.
    static final class UnusableException extends Exception {
        private static final long serialVersionUID = 1L;

        UnusableException(String message) {
            super(message);
        }
    }

    void run() throws MessagingException, UnusableException, IOException {
        if (login.user().isEmpty() || !server.supportsExtension("AUTH")) {
            return;
        }
        String offered = Optional.ofNullable(server.getExtensionParameter("AUTH")).orElse("");
        var reasons = new ArrayList<String>();
        for (String mechanism : List.of(offered.trim().split("\\s+"))) {
            if (tried(mechanism.toUpperCase(Locale.ROOT), reasons)) {
                return;
            }
        }
        throw new UnusableException(String.join("; ", reasons));
    }

    private boolean tried(String mechanism, List<String> reasons)
            throws MessagingException, UnusableException, IOException {
        Optional<Secret> needed = mechanism.equals("CRAM-MD5") ? login.secret() : login.password();
        switch (mechanism) {
            case "CRAM-MD5", "PLAIN", "LOGIN" -> {
                if (needed.isEmpty()) {
                    String what = mechanism.equals("CRAM-MD5") ? "secret" : "password";
                    reasons.add("missing " + what + " for " + mechanism + " auth mechanism");
                    return false;
                }
            }
            default -> {
                reasons.add("unknown auth mechanism: " + mechanism);
                return false;
            }
        }
        String secret = needed.get().reveal();
        switch (mechanism) {
            case "CRAM-MD5" -> cramMd5(secret);
            case "PLAIN" -> plain(secret);
            default -> login(secret);
        }
        return true;
    }

    private void cramMd5(String secret) throws MessagingException {
        byte[] challenge = Base64.getMimeDecoder().decode(ask("AUTH CRAM-MD5"));
        try {
            Mac mac = Mac.getInstance("HmacMD5");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacMD5"));
            String digest = HexFormat.of().formatHex(mac.doFinal(challenge));
            server.issueCommand(base64(login.user() + " " + digest), ACCEPTED);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new MessagingException("CRAM-MD5: " + e.getMessage(), e);
        }
    }

    private void plain(String password) throws MessagingException, UnusableException {
        if (!server.isSSL() && !HERE.contains(host)) {
            throw new UnusableException("unencrypted connection: PLAIN would show the password");
        }
        server.issueCommand(
                "AUTH PLAIN " + base64(login.identity() + "\0" + login.user() + "\0" + password),
                ACCEPTED);
    }

    private void login(String password) throws MessagingException, UnusableException {
        String prompt = ask("AUTH LOGIN");
        while (true) {
            String asked =
                    new String(Base64.getMimeDecoder().decode(prompt), StandardCharsets.UTF_8)
                            .toLowerCase(Locale.ROOT);
            switch (asked) {
                case "username:" -> prompt = ask(base64(login.user()));
                case "password:" -> {
                    server.issueCommand(base64(password), ACCEPTED);
                    return;
                }
                default -> throw new UnusableException("unexpected server challenge in LOGIN");
            }
        }
    }

    /// Says something that the server answers with a question.
    private String ask(String command) throws MessagingException {
        server.issueCommand(command, GO_ON);
        String answer = server.getLastServerResponse();
        int blank = answer.indexOf(' ');
        return blank < 0 ? "" : answer.substring(blank + 1).strip();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
