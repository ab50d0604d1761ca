package tocsin.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.spi.FilterReply;

import org.eclipse.jetty.io.EofException;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;

class HangUpsTest {
    private static FilterReply decide(String logger, Throwable thrown) {
        var context = new LoggerContext();
        return new HangUps()
                .decide(null, context.getLogger(logger), Level.ERROR, "failed", null, thrown);
    }

    @Test
    void onlyLibrariesThatTellOfAHangUpAreSilent() {
        var gone = new UncheckedIOException(new EofException(new IOException("Broken pipe")));
        assertThat(decide("org.glassfish.jersey.server.ServerRuntime$Responder", gone))
                .isEqualTo(FilterReply.DENY);
        assertThat(decide("tocsin.server.http.Errors", gone)).isEqualTo(FilterReply.NEUTRAL);
        assertThat(decide("org.glassfish.jersey", new IllegalStateException("a bug")))
                .isEqualTo(FilterReply.NEUTRAL);
    }
}
