package tocsin.email;

import tocsin.http.Secret;
import tocsin.http.Tls;

import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// `email_configs`: where mails go and what they say, the latter as templates.
///
/// @param headers by their canonical names
record EmailSettings(
        String to,
        String from,
        Server server,
        Login login,
        SortedMap<String, String> headers,
        String html,
        String text,
        Threading threading) {
    /// Copies the headers.
    EmailSettings {
        headers = new TreeMap<>(headers);
    }

    /// The server and how it is spoken to.
    ///
    /// @param hello how we name ourselves
    /// @param requireTls whether a plain connection must become an encrypted one
    /// @param implicitTls whether it is encrypted from the start
    record Server(
            String hello,
            String host,
            int port,
            boolean requireTls,
            boolean implicitTls,
            Tls tls,
            Limits limits) {
        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    /// How long things may take.
    ///
    /// @param silence how long the server may say nothing
    /// @param whole how long all of it may take
    record Limits(Duration connect, Duration silence, Duration whole) {
        static final Limits DEFAULT =
                new Limits(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(120));
    }

    /// Who we are to the server. Without a user name nobody logs in.
    ///
    /// @param secret for CRAM-MD5
    record Login(
            String user, String identity, Optional<Secret> password, Optional<Secret> secret) {}

    /// Whether the mails of a group form a thread.
    enum Threading {
        /// They do not.
        OFF,
        /// All of them.
        WHOLE,
        /// Those of one day.
        DAILY
    }
}
