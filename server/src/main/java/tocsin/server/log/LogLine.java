package tocsin.server.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// The parts of a log line, in order, whatever the format: time, level, source, message, then what
/// the event brings along.
final class LogLine {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final int MAX_VALUE = 8 * 1024;

    private LogLine() {}

    static SequencedMap<String, String> parts(ILoggingEvent event) {
        var parts = new LinkedHashMap<String, String>();
        parts.put("time", TIME.format(Instant.ofEpochMilli(event.getTimeStamp())));
        parts.put("level", level(event.getLevel()));
        parts.put("source", source(event.getLoggerName()));
        parts.put("msg", bounded(String.valueOf(event.getFormattedMessage())));
        if (event.getKeyValuePairs() != null) {
            for (var pair : event.getKeyValuePairs()) {
                parts.put(pair.key, bounded(String.valueOf(pair.value)));
            }
        }
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null) {
            parts.putIfAbsent("err", bounded(thrown.getClassName() + ": " + thrown.getMessage()));
            parts.put("stack", bounded(ThrowableProxyUtil.asString(thrown)));
        }
        return parts;
    }

    private static String level(Level level) {
        return level.toInt() == Level.TRACE_INT ? "DEBUG" : level.toString();
    }

    private static String source(String logger) {
        return logger.startsWith("tocsin.") ? logger.substring("tocsin.".length()) : logger;
    }

    private static String bounded(String text) {
        return text.length() <= MAX_VALUE ? text : text.substring(0, MAX_VALUE) + "…";
    }
}
