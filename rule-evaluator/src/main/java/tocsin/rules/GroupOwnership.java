package tocsin.rules;

/// Which member evaluates the alerting rules of a group. All members agree as long as they see one
/// another; when they do not, two may evaluate, and their results are the same.
@FunctionalInterface
public interface GroupOwnership {
    /// Every group is ours: a member alone.
    GroupOwnership ALL = _ -> true;

    /// Whether this member owns the group now.
    boolean owns(String groupKey);
}
