package tocsin.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;

class LifecycleTest {
    private final ArrayList<String> closed = new ArrayList<>();

    @Test
    void whatWasOpenedLastIsClosedFirst() {
        try (var lifecycle = new Lifecycle()) {
            lifecycle.opened("a", () -> closed.add("a"));
            lifecycle.opened("b", () -> closed.add("b"));
        }
        assertThat(closed).containsExactly("b", "a");
    }

    @Test
    void thePartsOfAKindAreKnown() {
        try (var lifecycle = new Lifecycle()) {
            lifecycle.opened("other", () -> closed.add("other"));
            var first = lifecycle.opened("first", new Part());
            var second = lifecycle.opened("second", new Part());
            assertThat(lifecycle.open(Part.class)).containsExactly(first, second);
        }
    }

    private static final class Part implements AutoCloseable {
        @Override
        public void close() {}
    }

    @Test
    void aCloseThatFailsKeepsNoOtherFromBeingTried() {
        var lifecycle = new Lifecycle();
        lifecycle.opened("a", () -> closed.add("a"));
        lifecycle.opened(
                "b",
                () -> {
                    throw new IllegalStateException("b is stuck");
                });
        assertThatThrownBy(lifecycle::close)
                .satisfies(thrown ->
                        assertThat(thrown.getSuppressed())
                                .extracting(Throwable::getMessage)
                                .containsExactly("b is stuck"));
        assertThat(closed).containsExactly("a");
    }
}
