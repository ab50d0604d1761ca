package tocsin.server.verbs;

import java.io.Console;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Optional;

/// How far a long work is: a bar that is drawn over on a terminal, and nothing elsewhere.
final class ProgressBar {
    private static final int WIDTH = 30;

    private final PrintStream err;
    private final String name;
    private final boolean terminal;
    private final long began = System.nanoTime();
    private int shown = -1;

    ProgressBar(PrintStream err, String name) {
        this.err = err;
        this.name = name;
        this.terminal =
                Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    }

    void at(double done) {
        int percent = (int) Math.floor(100 * done);
        if (!terminal || percent == shown) {
            return;
        }
        shown = percent;
        int full = (int) Math.round(WIDTH * done);
        double spent = (System.nanoTime() - began) / 1e9;
        double left = done > 0 ? spent / done - spent : 0;
        err.print(
                String.format(
                        Locale.ROOT,
                        "\r%s [%s%s] %3d%%  %.0f s left ",
                        name,
                        "=".repeat(full),
                        " ".repeat(WIDTH - full),
                        percent,
                        left));
        err.flush();
    }

    void done() {
        if (terminal) {
            err.print("\r\u001b[K");
            err.flush();
        }
    }
}
