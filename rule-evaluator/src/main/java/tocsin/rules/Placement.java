package tocsin.rules;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.replica.ReplicatedMap;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Which member evaluates a group: the one that has it, while that one is alive; else the first by
/// rendezvous, who has it from its first evaluation on. So a member that comes takes nothing away
/// from others, in the middle of an evaluation or at all: it is given groups, by their owner, and
/// between two evaluations. Whoever learns late that a group is its own catches up. Confined to the
/// rules loop.
final class Placement {
    private static final Logger LOG = LoggerFactory.getLogger(Placement.class);
    private static final Duration RENEW = Duration.ofDays(1);

    private final ReplicatedMap<String, GroupPlace> places;
    private final GroupOwnership members;

    Placement(ReplicatedMap<String, GroupPlace> places, GroupOwnership members) {
        this.places = places;
        this.members = members;
    }

    /// Adds someone to be told that a group has another place.
    void watch(Consumer<String> listener) {
        places.watch((group, _, _) -> listener.accept(group));
    }

    String self() {
        return members.self();
    }

    /// The members alive.
    List<String> members() {
        return members.order("");
    }

    String ownerOf(String group) {
        List<String> order = members.order(group);
        return places.get(group)
                .map(GroupPlace::member)
                .filter(order::contains)
                .orElse(order.getFirst());
    }

    /// Whether this member would have a group if its owner were not there.
    boolean isNext(String group) {
        String owner = ownerOf(group);
        return members.order(group).stream()
                .filter(each -> !each.equals(owner))
                .findFirst()
                .filter(self()::equals)
                .isPresent();
    }

    boolean owns(String group) {
        return ownerOf(group).equals(self());
    }

    /// This member evaluates a group, and has it from now on.
    void take(String group, Instant now) {
        boolean known = places.get(group).filter(it -> it.member().equals(self())).isPresent();
        if (!known) {
            write(group, new GroupPlace(self(), now));
        }
    }

    /// Gives a group of this member to another one.
    void give(String group, String to, Instant now) {
        write(group, new GroupPlace(to, now));
    }

    /// Says again, once in a while, what is not to be forgotten.
    void renew(String group, Instant now) {
        Optional<GroupPlace> place = places.get(group);
        if (place.isPresent() && place.get().since().plus(RENEW).isBefore(now)) {
            write(group, new GroupPlace(place.get().member(), now));
        }
    }

    private void write(String group, GroupPlace place) {
        places.put(group, place)
                .whenComplete((_, failure) -> {
                    if (failure != null) {
                        LOG.atWarn()
                                .addKeyValue("group", group)
                                .addKeyValue("cause", failure)
                                .log("who evaluates a group of rules is not durable");
                    }
                });
    }
}
