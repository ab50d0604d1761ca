package tocsin.notify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.IntStream;

class SendOrderTest {
    private static final List<String> MEMBERS = List.of("a", "b", "c", "d");

    @Test
    void theOrderIsThatOfTheRanks() {
        for (String key : List.of("", "group", "{}:{alertname=\"x\"}")) {
            List<String> order = SendOrder.of(MEMBERS, "a", key);
            assertThat(order).containsExactlyInAnyOrderElementsOf(MEMBERS);
            assertThat(order)
                    .allSatisfy(member ->
                            assertThat(SendOrder.rank(MEMBERS, member, key))
                                    .isEqualTo(order.indexOf(member)));
        }
    }

    @Test
    void oneselfIsAlwaysThere() {
        assertThat(SendOrder.of(List.of(), "a", "key")).containsExactly("a");
        assertThat(SendOrder.of(List.of("b"), "a", "key")).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void whoGoesLeavesTheOrderOfTheOthers() {
        for (String key : IntStream.range(0, 50).mapToObj(i -> "g" + i).toList()) {
            List<String> before = SendOrder.of(MEMBERS, "a", key);
            List<String> after = SendOrder.of(List.of("a", "b", "d"), "a", key);
            assertThat(after).isEqualTo(before.stream().filter(each -> !each.equals("c")).toList());
        }
    }
}
