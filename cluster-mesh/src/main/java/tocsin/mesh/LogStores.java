package tocsin.mesh;

import tocsin.durable.RecordLog;

import java.io.IOException;

/// Where maps keep their entries: one log for each.
@FunctionalInterface
public interface LogStores {
    /// Opens the log of a map.
    ///
    /// @throws IOException when it cannot be read or written
    RecordLog open(String map) throws IOException;
}
