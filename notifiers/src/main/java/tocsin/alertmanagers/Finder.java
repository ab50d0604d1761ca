package tocsin.alertmanagers;

import tocsin.alertmanagers.Discovery.TargetGroup;

import java.io.IOException;
import java.util.List;

/// Looks up what a discovery says now. Blocks.
@FunctionalInterface
public interface Finder {
    /// The groups.
    ///
    /// @throws IOException when it cannot be told: what was found last goes on
    List<TargetGroup> find() throws IOException, InterruptedException;
}
