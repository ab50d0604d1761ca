package tocsin.server.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.LayoutBase;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

/// `{"time":"…","level":"INFO","source":"server.Main","msg":"Listening on","address":"…"}`.
final class JsonLayout extends LayoutBase<ILoggingEvent> {
    @Override
    public String doLayout(ILoggingEvent event) {
        var line = new StringBuilder(256);
        LogLine.parts(event)
                .forEach((key, value) -> {
                    line.append(line.isEmpty() ? "{" : ",");
                    append(line, key);
                    line.append(':');
                    append(line, value);
                });
        return line.append("}\n").toString();
    }

    private static void append(StringBuilder line, String text) {
        line.append('"');
        JsonStringEncoder.getInstance().quoteAsString(text, line);
        line.append('"');
    }
}
