package tocsin.notify;

import java.util.List;

/// The members that are alive, as this one sees them. Declared here, implemented over the mesh.
///
/// Both questions may be asked from the pipeline's loop at any time and must not block.
public interface Peers {
    /// This member's name, the same after a restart.
    String self();

    /// The names of the members thought alive, this one included, in no particular order.
    List<String> live();

    /// Adds someone to be told when `live` changes, on whatever thread.
    void watch(Runnable listener);

    /// No one else.
    static Peers alone(String self) {
        return new Peers() {
            @Override
            public String self() {
                return self;
            }

            @Override
            public List<String> live() {
                return List.of(self);
            }

            @Override
            public void watch(Runnable listener) {
                // The view of a member that is alone never changes.
            }
        };
    }
}
