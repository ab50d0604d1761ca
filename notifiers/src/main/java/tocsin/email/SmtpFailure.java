package tocsin.email;

import jakarta.mail.MessagingException;

import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;

import tocsin.email.EmailSettings.Server;
import tocsin.http.UnsendableException;
import tocsin.notify.Delivery;
import tocsin.notify.Delivery.Reason;
import tocsin.notify.Delivery.Refused;
import tocsin.notify.Delivery.TryLater;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a failed attempt to send a mail means: a reply of 5xx is final, one of 4xx and trouble on
/// the way are not.
final class SmtpFailure {
    private static final Pattern REPLY = Pattern.compile("^([2-5]\\d\\d)[ -]");
    private static final int LONGEST_CHAIN = 20;

    private SmtpFailure() {}

    static Delivery delivery(MessagingException failure, Server server) {
        List<Exception> chain = chain(failure);
        String cause = cause(chain, server);
        int code = chain.stream().mapToInt(SmtpFailure::code).filter(c -> c >= 400).max().orElse(0);
        boolean network = chain.stream().anyMatch(IOException.class::isInstance);
        if (chain.stream().anyMatch(UnsendableException.class::isInstance)) {
            return new Refused(Reason.OTHER, cause);
        }
        if (code >= 500 && !network) {
            return new Refused(reason(code), cause);
        }
        if (chain.stream().anyMatch(SocketTimeoutException.class::isInstance)) {
            return new TryLater(Duration.ZERO, Reason.CONTEXT_DEADLINE_EXCEEDED, cause);
        }
        return new TryLater(Duration.ZERO, code == 0 ? Reason.OTHER : Reason.SERVER_ERROR, cause);
    }

    private static Reason reason(int code) {
        return switch (code) {
            case 530, 534, 535, 538 -> Reason.AUTH_ERROR;
            default -> Reason.CLIENT_ERROR;
        };
    }

    private static List<Exception> chain(MessagingException failure) {
        var chain = new ArrayList<Exception>();
        Exception next = failure;
        while (next != null && chain.size() < LONGEST_CHAIN) {
            chain.add(next);
            next =
                    next instanceof MessagingException mail
                            ? mail.getNextException()
                            : next.getCause() instanceof Exception below ? below : null;
        }
        return chain;
    }

    private static int code(Exception failure) {
        return switch (failure) {
            case SMTPSendFailedException send -> send.getReturnCode();
            case SMTPSenderFailedException sender -> sender.getReturnCode();
            case SMTPAddressFailedException address -> address.getReturnCode();
            default -> {
                Matcher reply = REPLY.matcher(String.valueOf(failure.getMessage()));
                yield reply.find() ? Integer.parseInt(reply.group(1)) : 0;
            }
        };
    }

    private static String cause(List<Exception> chain, Server server) {
        String text =
                chain.stream()
                        .map(each -> String.valueOf(each.getMessage()).strip())
                        .distinct()
                        .reduce((a, b) -> a.contains(b) ? a : a + ": " + b)
                        .orElse("");
        if (text.contains("STARTTLS is required but")) {
            return "'require_tls' is true (default) but \""
                    + server
                    + "\" does not advertise the STARTTLS extension";
        }
        return "send to " + server + ": " + text.replaceAll("\\s+", " ");
    }
}
