package tocsin.server.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import tocsin.loop.LoopThread;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

class AskedInPartsTest {
    private final LoopThread loop = new LoopThread("test", 100);
    private final List<List<Integer>> asked = new ArrayList<>();

    @AfterEach
    void stop() {
        loop.close();
    }

    private AskedInParts<Integer, Integer, String> even(List<List<Integer>> questions) {
        return new AskedInParts<>(
                loop,
                questions,
                part -> {
                    asked.add(part);
                    return part.stream().filter(each -> each % 2 == 0).toList();
                },
                String::valueOf);
    }

    @Test
    void partsComeInOrderAndThoseWithoutAnswersAreNotSeen() throws Exception {
        var parts = even(List.of(List.of(1), List.of(2, 3, 4), List.of(5), List.of(6)));
        assertThat(parts.next()).containsExactly("2", "4");
        assertThat(parts.next()).containsExactly("6");
        assertThat(parts.next()).isEmpty();
        assertThat(parts.next()).isEmpty();
    }

    @Test
    void nothingIsAskedFurtherAheadThanOnePart() throws Exception {
        var parts = even(List.of(List.of(2), List.of(4), List.of(6), List.of(8)));
        assertThat(parts.next()).containsExactly("2");
        assertThat(loop.ask(() -> List.copyOf(asked)).get()).hasSize(2);
        assertThat(parts.rest()).containsExactly("4", "6", "8");
    }

    @Test
    void aLoopThatRefusesIsToldToWhoReads() {
        var parts =
                new AskedInParts<Integer, Integer, Integer>(
                        loop,
                        List.of(List.of(1)),
                        _ -> {
                            throw new IllegalStateException("full");
                        },
                        Function.identity());
        assertThatThrownBy(parts::next).hasMessageContaining("full");
    }
}
