package tocsin.rules;

/// Which member evaluates the alerting rules of a group. All members agree as long as they see one
/// another; when they do not, two may evaluate, and their results are the same.
public interface GroupOwnership {
    /// Every group is ours: a member alone.
    GroupOwnership ALL =
            new GroupOwnership() {
                @Override
                public String self() {
                    return "";
                }

                @Override
                public boolean owns(String groupKey) {
                    return true;
                }
            };

    /// This member's name.
    String self();

    /// Whether this member owns the group now.
    boolean owns(String groupKey);

    /// Adds someone to be told, on whatever thread, when groups may have other owners.
    default void watch(Runnable listener) {
        // Nothing ever changes for a member alone.
    }
}
