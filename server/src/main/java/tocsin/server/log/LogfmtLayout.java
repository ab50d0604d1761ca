package tocsin.server.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.LayoutBase;

import tocsin.labels.Quoting;

/// `time=… level=INFO source=server.Main msg="Listening on" address=127.0.0.1:9093`.
final class LogfmtLayout extends LayoutBase<ILoggingEvent> {
    @Override
    public String doLayout(ILoggingEvent event) {
        var line = new StringBuilder(200);
        LogLine.parts(event)
                .forEach((key, value) -> {
                    line.append(line.isEmpty() ? "" : " ").append(key).append('=');
                    line.append(needsQuotes(value) ? Quoting.quote(value) : value);
                });
        return line.append('\n').toString();
    }

    private static boolean needsQuotes(String value) {
        return value.isEmpty()
                || value.chars().anyMatch(c -> c <= ' ' || c == '=' || c == '"' || c == 0x7f);
    }
}
