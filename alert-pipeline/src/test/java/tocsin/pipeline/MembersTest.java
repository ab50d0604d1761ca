package tocsin.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.labels.Matcher;
import tocsin.notify.Delivery;
import tocsin.notify.Delivery.Reason;
import tocsin.notify.SendOrder;
import tocsin.pipeline.World.Member;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

final class MembersTest {
    private final World world = new World();
    private final Member a = world.start("a");
    private final Member b = world.start("b");
    private final Member c = world.start("c");

    @Test
    void oneMemberHearsAndOneTells() {
        for (int i = 0; i < 20; i++) {
            List.of(a, b, c).get(i % 3).post(world.firing("Down" + i, "x" + i));
        }
        world.advance(15);
        assertThat(world.told).hasSize(20).doesNotHaveDuplicates();
        for (int i = 0; i < 20; i++) {
            List.of(a, b, c).get((i + 1) % 3).post(world.resolved("Down" + i, "x" + i));
        }
        world.advance(90);
        assertThat(world.told).hasSize(40).doesNotHaveDuplicates();
        assertThat(a.pipeline.views().groups(_ -> true, _ -> true)).isEmpty();
    }

    @Test
    void allMembersHearTheSameAndOneTells() {
        for (Member member : List.of(a, b, c)) {
            member.post(world.firing("Down", "1"));
            world.loop.advance(Duration.ofMillis(3));
        }
        world.advance(60);
        for (Member member : List.of(a, b, c)) {
            member.post(world.resolved("Down", "1"));
            world.loop.advance(Duration.ofMillis(3));
        }
        world.advance(60);
        assertThat(world.told).hasSize(2);
    }

    @Test
    void anEndLongPastIsToldWhicheverMemberHearsOfIt() {
        a.post(world.firing("Down", "1"));
        world.advance(15);
        b.post(world.resolvedAt("Down", "1", world.start.minus(Duration.ofDays(2000))));
        world.advance(31);
        assertThat(world.told)
                .containsExactly(
                        "10s pager, first notification: +1", "40s pager, all alerts resolved: -1");
    }

    @Test
    void aMemberThatCannotSendIsFollowedHoweverShortTheInterval() {
        var slow = new World();
        slow.peerStep = Duration.ofSeconds(40);
        Member one = slow.start("a");
        slow.start("b");
        slow.start("c");
        slow.refuses = name -> name.equals(first("{}:{alertname=\"Down\"}:pager/webhook/0"));
        one.post(slow.firing("Down", "1"));
        slow.advance(100);
        assertThat(slow.told.stream().filter(line -> !line.contains("failed"))).hasSize(1);
    }

    private static String first(String key) {
        var names = List.of("a", "b", "c");
        return names.stream()
                .filter(name -> SendOrder.rank(names, name, key) == 0)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whoeverWasToSendMayDie() {
        for (Member victim : List.of(a, b, c)) {
            var fresh = new World();
            Map<String, Member> members =
                    Map.of("a", fresh.start("a"), "b", fresh.start("b"), "c", fresh.start("c"));
            members.get("a").post(fresh.firing("Down", "1"));
            fresh.advance(9);
            members.get(name(victim)).kill();
            fresh.advance(30);
            assertThat(fresh.told).hasSize(1);
        }
    }

    private String name(Member member) {
        return member == a ? "a" : member == b ? "b" : "c";
    }

    @Test
    void aSenderThatDiesWithinTheSendIsFollowedByAnother() {
        world.sendTakes = Duration.ofSeconds(3);
        world.answer = _ -> new Delivery.Delivered(Map.of(), "ok");
        a.post(world.firing("Down", "1"));
        world.advance(11);
        assertThat(world.told).isEmpty();
        Member sender = senders().getFirst();
        sender.kill();
        world.advance(10);
        assertThat(world.told).hasSize(1);
    }

    private List<Member> senders() {
        var claimed = new ArrayList<Member>();
        for (Member member : List.of(a, b, c)) {
            boolean waits =
                    member.pipeline
                            .history()
                            .find(event -> event.kind().word().equals("held"), 9)
                            .isEmpty();
            if (waits) {
                claimed.add(member);
            }
        }
        return List.of(claimed.getFirst());
    }

    @Test
    void aFailingReceiverIsRetriedByOneMemberAndToldOnce() {
        world.answer = _ -> new Delivery.TryLater(Duration.ZERO, Reason.SERVER_ERROR, "503");
        a.post(world.firing("Down", "1"));
        world.advance(25);
        world.answer = _ -> new Delivery.Delivered(Map.of(), "ok");
        world.advance(30);
        assertThat(world.told.stream().filter(line -> !line.contains("failed"))).hasSize(1);
    }

    @Test
    void aSilenceMadeOnOneMutesAllAndOutlivesItsMaker() {
        String id = a.silence(Duration.ofHours(1), Matcher.equal("alertname", "Down"));
        a.kill();
        b.post(world.firing("Down", "1"));
        world.advance(60);
        assertThat(world.told).isEmpty();
        c.pipeline.silences().expire(id);
        world.advance(31);
        assertThat(world.told).hasSize(1);
    }

    @Test
    void allMayDieAndNothingIsForgottenOrToldTwice() {
        a.post(world.firing("Down", "1"), world.firing("Slow", "1"));
        world.advance(12);
        assertThat(world.told).hasSize(2);
        a.post(world.firing("Late", "1"));
        world.advance(2);
        List.of(a, b, c).forEach(Member::kill);
        world.advance(5);
        Member again = world.start("a");
        world.start("b");
        world.advance(40);
        assertThat(world.told).hasSize(3).anyMatch(line -> line.startsWith("22s"));
        again.post(world.resolved("Down", "1"));
        world.advance(60);
        assertThat(world.told).hasSize(4);
    }

    @Test
    void anEndThatFellDueWhileAllWereDeadIsTold() {
        a.post(world.firing("Down", "1"));
        world.advance(12);
        a.post(world.resolved("Down", "1"));
        world.advance(1);
        List.of(a, b, c).forEach(Member::kill);
        world.advance(120);
        world.start("b");
        world.start("c");
        world.advance(60);
        assertThat(world.told)
                .hasSize(2)
                .anyMatch(line -> line.contains("all alerts resolved: -1"));
    }

    @Test
    void whatRanOutWhileAllWereDeadIsNoEndAndNoNewBeginning() {
        a.post(world.firing("Down", "1"), world.firing("Gone", "1"));
        world.advance(12);
        List.of(a, b, c).forEach(Member::kill);
        world.advance(900);
        Member again = world.start("b");
        world.start("c");
        world.advance(45);
        again.post(world.firing("Down", "1"));
        world.advance(100);
        assertThat(world.told)
                .as("no end and no new beginning of Down")
                .noneMatch(line -> line.contains("-1"))
                .noneMatch(line -> line.startsWith("9") && line.contains("first"));
        world.advance(200);
        assertThat(world.told.stream().filter(line -> line.contains("all alerts resolved: -1")))
                .as("the end of Gone, of which nobody spoke again")
                .hasSize(1);
    }

    @Test
    void eachSideOfAPartitionTellsAndAfterwardsTheyAgree() {
        world.network.cutOff("c", true);
        a.post(world.firing("Down", "1"));
        c.post(world.firing("Down", "1"));
        world.advance(15);
        assertThat(world.told).hasSize(2);
        world.network.cutOff("c", false);
        world.advance(80);
        assertThat(world.told).hasSize(2);
        c.post(world.resolved("Down", "1"));
        world.advance(60);
        assertThat(world.told).hasSize(3);
    }
}
