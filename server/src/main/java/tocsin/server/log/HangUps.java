package tocsin.server.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;

import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

import java.io.EOFException;
import java.nio.channels.ClosedChannelException;

/// Keeps out of the log what the HTTP libraries say when a client hung up before it had its answer:
/// a page of stack for something that browsers do all day.
final class HangUps extends TurboFilter {
    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            Object @Nullable [] params,
            @Nullable Throwable thrown) {
        boolean library = logger.getName().startsWith("org.");
        return library && isHangUp(thrown) ? FilterReply.DENY : FilterReply.NEUTRAL;
    }

    private static boolean isHangUp(@Nullable Throwable thrown) {
        for (Throwable at = thrown; at != null; at = at.getCause()) {
            if (at instanceof EOFException || at instanceof ClosedChannelException) {
                return true;
            }
        }
        return false;
    }
}
