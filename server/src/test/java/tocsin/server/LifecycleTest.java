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
