package tocsin.server.ui;

import tocsin.rules.RuleGroupView;
import tocsin.server.rules.RuleStand;

import java.util.ArrayList;
import java.util.List;

/// Rules as a test puts them.
final class FakeRules implements RuleStand {
    private final List<RuleGroupView> groups = new ArrayList<>();
    final List<List<String>> cycles = new ArrayList<>();
    final List<Quarantined> quarantined = new ArrayList<>();

    void add(RuleGroupView group) {
        groups.add(group);
    }

    @Override
    public List<RuleGroupView> groups() {
        return List.copyOf(groups);
    }

    @Override
    public List<List<String>> cycles() {
        return List.copyOf(cycles);
    }

    @Override
    public List<Quarantined> quarantined() {
        return List.copyOf(quarantined);
    }
}
