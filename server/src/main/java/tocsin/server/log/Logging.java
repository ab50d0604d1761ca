package tocsin.server.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;

import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

import java.util.List;

/// Sets up logging from the flags, in code: there is no logging configuration to be found, and the
/// libraries' own chatter is only heard when something is wrong.
public final class Logging {
    private static final List<String> LIBRARIES =
            List.of(
                    "io.dropwizard",
                    "org.eclipse.jetty",
                    "org.glassfish",
                    "org.hibernate",
                    "jakarta",
                    "io.netty",
                    "io.atomix",
                    "io.camunda");

    private Logging() {}

    /// Writes to standard error from now on.
    public static void configure(LogLevel level, LogFormat format) {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        Layout<ILoggingEvent> layout =
                switch (format) {
                    case LOGFMT -> new LogfmtLayout();
                    case JSON -> new JsonLayout();
                };
        layout.setContext(context);
        layout.start();
        var encoder = new LayoutWrappingEncoder<ILoggingEvent>();
        encoder.setContext(context);
        encoder.setLayout(layout);
        encoder.start();
        var appender = new ConsoleAppender<ILoggingEvent>();
        appender.setContext(context);
        appender.setTarget("System.err");
        appender.setEncoder(encoder);
        appender.start();
        var hangUps = new HangUps();
        hangUps.setContext(context);
        hangUps.start();
        context.addTurboFilter(hangUps);
        var root = context.getLogger("ROOT");
        root.addAppender(appender);
        root.setLevel(threshold(level));
        for (String library : LIBRARIES) {
            context.getLogger(library).setLevel(Level.WARN);
        }
        // Jersey speaks through the JDK's logger, which has a form and a place of its own.
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }

    private static Level threshold(LogLevel level) {
        return switch (level) {
            case DEBUG -> Level.DEBUG;
            case INFO -> Level.INFO;
            case WARN -> Level.WARN;
            case ERROR -> Level.ERROR;
        };
    }
}
