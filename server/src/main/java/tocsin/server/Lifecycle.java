package tocsin.server;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayDeque;
import java.util.List;

/// A stack of closes: what was opened last is closed first. Whatever is opened is handed to
/// `opened` on the same line, so that a start that fails half-way leaves nothing behind.
public final class Lifecycle implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);

    private final ArrayDeque<Step> steps = new ArrayDeque<>();

    /// Notes a part to close, and returns it.
    public <T extends AutoCloseable> T opened(String name, T part) {
        steps.push(new Step(name, part));
        return part;
    }

    /// The open parts of a kind, in the order opened.
    <T> List<T> open(Class<T> kind) {
        return steps.reversed().stream()
                .map(Step::part)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    /// Closes everything, in reverse. All closes are tried; those that fail are told together.
    @Override
    public void close() {
        IllegalStateException failures = null;
        while (!steps.isEmpty()) {
            Step step = steps.pop();
            try {
                step.part.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                LOG.atError().addKeyValue("step", step.name).log("teardown step failed", e);
                if (failures == null) {
                    failures = new IllegalStateException("not everything closed");
                }
                failures.addSuppressed(e);
            }
        }
        if (failures != null) {
            throw failures;
        }
    }

    private record Step(String name, AutoCloseable part) {}
}
