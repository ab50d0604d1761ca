package tocsin.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.IntStream;

final class RelayTest {
    private static List<String> names(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> String.format(Locale.ROOT, "m%04d", i))
                .toList();
    }

    @Test
    void inASmallMeshTheWriterTellsAllAndNobodyPassesOn() {
        List<String> members = names(Relay.SMALL + 1);
        String writer = members.get(3);
        assertThat(new Relay(writer, members).next(writer))
                .hasSize(Relay.SMALL)
                .doesNotContain(writer);
        assertThat(new Relay(members.get(5), members).next(writer)).isEmpty();
    }

    @Test
    void inALargeOneEachIsToldExactlyOnceAndInFewSteps() {
        for (int count : new int[] {18, 100, 1_000}) {
            List<String> members = names(count);
            for (String writer : List.of(members.getFirst(), members.get(7), members.getLast())) {
                var steps = new TreeMap<String, Integer>();
                steps.put(writer, 0);
                var telling = new ArrayDeque<>(List.of(writer));
                var told = new ArrayList<String>();
                while (!telling.isEmpty()) {
                    String teller = telling.remove();
                    for (String next : new Relay(teller, members).next(writer)) {
                        told.add(next);
                        steps.put(next, steps.get(teller) + 1);
                        telling.add(next);
                    }
                }
                assertThat(told).as("%d members", count).doesNotHaveDuplicates();
                assertThat(steps).hasSize(count);
                assertThat(steps.values()).allMatch(step -> step <= 5);
            }
        }
    }

    @Test
    void aWriterThatIsNotInTheViewStillReachesAll() {
        List<String> members = names(40);
        String stranger = "m0010x";
        List<String> root = new Relay(members.get(11), members).next(stranger);
        assertThat(root).isNotEmpty();
    }
}
