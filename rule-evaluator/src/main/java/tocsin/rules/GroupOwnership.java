package tocsin.rules;

import java.util.List;

/// Which members there are, and in which order they would evaluate a group. All members agree as
/// long as they see one another; when they do not, two may evaluate, and their results are the
/// same.
public interface GroupOwnership {
    /// Every group is ours: a member alone.
    GroupOwnership ALL =
            new GroupOwnership() {
                @Override
                public String self() {
                    return "";
                }

                @Override
                public List<String> order(String groupKey) {
                    return List.of("");
                }
            };

    /// This member's name.
    String self();

    /// The members alive, this one among them, the one first that a group falls to when nobody has
    /// said otherwise. Spreads groups evenly, and moves few when members come and go.
    List<String> order(String groupKey);

    /// Adds someone to be told, on whatever thread, when members come or go.
    default void watch(Runnable listener) {
        // Nothing ever changes for a member alone.
    }
}
