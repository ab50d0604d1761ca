package tocsin.server.api;

import org.jspecify.annotations.Nullable;

import tocsin.alert.Alert;
import tocsin.alert.AlertPool;
import tocsin.alert.AlertPool.Description;
import tocsin.labels.Labels;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads the body of `POST /alerts` as well-behaved senders write it, several times faster than
/// [AlertPosts], which reads everything else: of a body with anything unusual in it, this one says
/// that it does not understand it, and has taken nothing.
///
/// Nearly all that comes in was sent before, a minute ago. So an alert's texts are not decoded but
/// compared with those of the alert that had the same fingerprint last; when they are equal, no
/// label, map or string is made.
final class QuickPosts {
    private final JsonText json;
    private final AlertPool pool;
    private final Instant now;
    private final Instant believedUntil;
    private final byte[] bytes;
    private final int end;
    private final Pairs labels;
    private final Pairs annotations;
    private final List<Alert> alerts = new ArrayList<>();
    private int at;

    private final Moment startsAt = new Moment();
    private final Moment endsAt = new Moment();
    private int urlFrom;
    private int urlTo;

    /// A time, and the text that it was read from last: alerts that are sent together share theirs.
    private static final class Moment {
        private String text = "";
        private @Nullable Instant last;
        private @Nullable Instant given;
    }

    private QuickPosts(byte[] bytes, int end, AlertPool pool, Instant now, Duration timeout) {
        this.bytes = bytes;
        this.end = end;
        this.json = new JsonText(bytes, end);
        this.pool = pool;
        this.now = now;
        this.believedUntil = now.plus(timeout);
        this.labels = new Pairs(json);
        this.annotations = new Pairs(json);
    }

    /// The alerts of a body; empty when it holds anything unusual.
    ///
    /// @param end of the body in `bytes`
    static Optional<List<Alert>> read(
            byte[] bytes, int end, AlertPool pool, Instant now, Duration resolveTimeout) {
        var posts = new QuickPosts(bytes, end, pool, now, resolveTimeout);
        return posts.list() ? Optional.of(posts.alerts) : Optional.empty();
    }

    private boolean list() {
        if (!take('[')) {
            return false;
        }
        if (take(']')) {
            return isAtEnd();
        }
        do {
            if (!alert()) {
                return false;
            }
        } while (take(','));
        return take(']') && isAtEnd();
    }

    private boolean isAtEnd() {
        skipBlanks();
        return at == end;
    }

    private void skipBlanks() {
        while (at < end
                && (bytes[at] == ' '
                        || bytes[at] == '\n'
                        || bytes[at] == '\r'
                        || bytes[at] == '\t')) {
            at++;
        }
    }

    private boolean take(char wanted) {
        skipBlanks();
        if (at < end && bytes[at] == wanted) {
            at++;
            return true;
        }
        return false;
    }

    /// Takes a text and gives where it ends, or [JsonText#STRANGE]; it began at the place behind
    /// the quote, which is then `at`.
    private int text() {
        if (!take('"')) {
            return JsonText.STRANGE;
        }
        return json.end(at);
    }

    private boolean alert() {
        labels.clear();
        annotations.clear();
        startsAt.given = null;
        endsAt.given = null;
        urlFrom = 0;
        urlTo = 0;
        if (!take('{')) {
            return false;
        }
        int seen = 0;
        do {
            int field = field();
            if (field == 0 || (seen & field) != 0) {
                return false;
            }
            seen |= field;
        } while (take(','));
        return take('}') && !labels.isEmpty() && finish();
    }

    /// Reads one field; gives a bit that stands for it, or 0 when it is unusual.
    private int field() {
        int to = text();
        if (to < 0) {
            return 0;
        }
        int from = at;
        at = to + 1;
        if (!take(':')) {
            return 0;
        }
        if (json.is("labels", from, to)) {
            return pairs(labels) ? 1 : 0;
        } else if (json.is("annotations", from, to)) {
            return pairs(annotations) ? 2 : 0;
        } else if (json.is("startsAt", from, to)) {
            return moment(startsAt) ? 4 : 0;
        } else if (json.is("endsAt", from, to)) {
            return moment(endsAt) ? 8 : 0;
        } else if (json.is("generatorURL", from, to)) {
            return url() ? 16 : 0;
        }
        return 0;
    }

    private boolean pairs(Pairs into) {
        if (!take('{')) {
            return false;
        }
        if (take('}')) {
            return true;
        }
        do {
            int nameTo = text();
            int nameFrom = at;
            if (nameTo < 0) {
                return false;
            }
            at = nameTo + 1;
            if (!take(':')) {
                return false;
            }
            int valueTo = text();
            if (valueTo < 0) {
                return false;
            }
            into.add(nameFrom, nameTo, at, valueTo);
            at = valueTo + 1;
        } while (take(','));
        return take('}');
    }

    private boolean moment(Moment into) {
        int to = text();
        if (to < 0) {
            return false;
        }
        if (to == at || !json.is(into.text, at, to)) {
            String text = json.string(at, to, pool.texts());
            if (text == null) {
                return false;
            }
            try {
                into.last = Timestamps.parse(text).orElse(null);
                into.text = text;
            } catch (DateTimeException _) {
                return false;
            }
        }
        into.given = into.last;
        at = to + 1;
        return true;
    }

    private boolean url() {
        urlTo = text();
        urlFrom = at;
        at = urlTo + 1;
        return urlTo >= 0;
    }

    private boolean finish() {
        Description description = description();
        Instant end = endsAt.given;
        Instant start = startsAt.given == null ? (end == null ? now : end) : startsAt.given;
        if (description == null || (end != null && end.isBefore(start))) {
            return false;
        }
        Instant believed = start.isAfter(believedUntil) ? start : believedUntil;
        alerts.add(new Alert(description, start, end == null ? believed : end, now, end == null));
        return true;
    }

    private @Nullable Description description() {
        Description last = last();
        if (last != null
                && annotations.are(last.annotations())
                && json.is(last.generatorUrl(), urlFrom, urlTo)) {
            return last;
        }
        Labels read = last == null ? labels.labels(pool.texts()) : last.labels();
        Labels described = annotations.labels(pool.texts());
        String url = json.string(urlFrom, urlTo, pool.texts());
        if (read == null
                || read.isEmpty()
                || described == null
                || url == null
                || !AlertPosts.isUri(url)) {
            return null;
        }
        return pool.keep(read, described, url);
    }

    /// What was said last of the alert of these labels, if that is known.
    private @Nullable Description last() {
        long fingerprint = labels.fingerprint();
        Description last = fingerprint == 0 ? null : pool.last(fingerprint);
        return last != null && labels.are(last.labels()) ? last : null;
    }
}
