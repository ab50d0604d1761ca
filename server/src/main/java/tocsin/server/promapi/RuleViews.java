package tocsin.server.promapi;

import tocsin.rules.RuleGroupView;

import java.util.List;

/// What the API asks of the rules: all groups as they are now.
@FunctionalInterface
public interface RuleViews {
    /// The groups in order of file and name. Blocks until the rules' loop has answered.
    List<RuleGroupView> groups() throws InterruptedException;
}
