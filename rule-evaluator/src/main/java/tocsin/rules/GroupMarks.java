package tocsin.rules;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.replica.ReplicatedMap;

import java.util.Optional;
import java.util.function.BiConsumer;

/// How far each group has come, on whatever member. Confined to the rules loop.
final class GroupMarks {
    private static final Logger LOG = LoggerFactory.getLogger(GroupMarks.class);

    private final ReplicatedMap<String, RuleGroupMark> map;

    GroupMarks(ReplicatedMap<String, RuleGroupMark> map) {
        this.map = map;
    }

    /// Adds someone to be told how far a group has come, on whatever member.
    void watch(BiConsumer<String, RuleGroupMark> listener) {
        map.watch((group, _, after) -> after.ifPresent(mark -> listener.accept(group, mark)));
    }

    Optional<RuleGroupMark> of(String group) {
        return map.get(group);
    }

    /// Whether any member has evaluated a rule of a group.
    boolean knows(String group, long rule) {
        return of(group).stream()
                .flatMap(mark -> mark.rules().stream())
                .anyMatch(mark -> mark.id() == rule);
    }

    void put(String group, RuleGroupMark mark) {
        map.put(group, mark)
                .whenComplete((_, failure) -> {
                    if (failure != null) {
                        LOG.atWarn()
                                .addKeyValue("group", group)
                                .addKeyValue("cause", failure)
                                .log("how far a group of rules has come is not durable");
                    }
                });
    }
}
