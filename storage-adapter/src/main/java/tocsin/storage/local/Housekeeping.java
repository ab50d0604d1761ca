package tocsin.storage.local;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.loop.EventLoop;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;

/// Calls a store's `sync` each second and its `maintain` each minute, never two at once. Work that
/// fails is told once, and tried again at its next time.
///
/// Start it after the store was opened, and close it before the store.
public final class Housekeeping implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final Duration SYNC = Duration.ofSeconds(1);
    private static final Duration MAINTAIN = Duration.ofMinutes(1);

    private final LocalStore store;
    private final EventLoop loop;
    private final Executor io;
    private Instant maintained;
    private boolean closed;
    private String told = "";

    private Housekeeping(LocalStore store, EventLoop loop, Executor io) {
        this.store = store;
        this.loop = loop;
        this.io = io;
        this.maintained = loop.now();
    }

    /// Starts.
    ///
    /// @param io runs what may block
    public static Housekeeping start(LocalStore store, EventLoop loop, Executor io) {
        var housekeeping = new Housekeeping(store, loop, io);
        loop.after(SYNC, housekeeping::beat);
        return housekeeping;
    }

    private void beat() {
        if (closed) {
            return;
        }
        Instant now = loop.now();
        boolean due = !now.isBefore(maintained.plus(MAINTAIN));
        if (due) {
            maintained = now;
        }
        io.execute(() -> {
            String failure = work(due, now);
            loop.execute(() -> done(failure));
        });
    }

    private String work(boolean maintain, Instant now) {
        try {
            store.sync();
            if (maintain) {
                store.maintain(now);
            }
            return "";
        } catch (IOException | RuntimeException e) {
            return String.valueOf(e);
        }
    }

    private void done(String failure) {
        if (!failure.equals(told)) {
            told = failure;
            if (failure.isEmpty()) {
                LOG.info("The store can be kept in order again");
            } else {
                LOG.atError().addKeyValue("why", failure).log("The store cannot be kept in order");
            }
        }
        if (!closed) {
            loop.after(SYNC, this::beat);
        }
    }

    /// Begins nothing any more.
    @Override
    public void close() {
        loop.execute(() -> closed = true);
    }
}
