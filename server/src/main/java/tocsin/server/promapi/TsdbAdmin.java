package tocsin.server.promapi;

import tocsin.labels.Matcher;

import java.io.IOException;
import java.util.List;

/// What administrators ask of the storage. Each call blocks until it is safe on disk.
public interface TsdbAdmin {
    /// Deletes the samples of a range, both ends included, of the series that match.
    void delete(List<Matcher> matchers, long from, long to) throws IOException;

    /// Gives the room of what was deleted back.
    void cleanTombstones() throws IOException;

    /// Puts everything, or everything but the newest, into a folder of its own.
    ///
    /// @return the name of the folder
    String snapshot(boolean withHead) throws IOException;
}
