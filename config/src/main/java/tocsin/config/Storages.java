package tocsin.config;

import tocsin.http.HttpSettings;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// `storages` and `storage` of a `tocsin.yml`: which storages there are beside the local one, and
/// who uses which.
///
/// @param api the storage that the API reads
/// @param rules the storage of rule groups that no route names
/// @param routes of rule groups; the first that fits decides
public record Storages(List<Storage> all, String api, String rules, List<Route> routes) {
    /// The name of the embedded storage.
    public static final String LOCAL = "local";

    /// What holds when nothing is said: everything is local.
    public static final Storages NONE = new Storages(List.of(), LOCAL, LOCAL, List.of());

    /// Copies the lists.
    public Storages {
        all = List.copyOf(all);
        routes = List.copyOf(routes);
    }

    /// A storage elsewhere.
    ///
    /// @param source where samples come from
    /// @param write where results of rules go; without it they are kept locally
    public record Storage(String name, Source source, Optional<Write> write) {}

    /// Where samples come from.
    public sealed interface Source {
        /// A server evaluates queries.
        ///
        /// @param urls of servers that have the same; the first that answers is believed
        /// @param acceptsPartial whether an answer that may not be complete is taken
        record Query(List<URI> urls, Duration timeout, boolean acceptsPartial, HttpSettings http)
                implements Source {
            /// Copies the list.
            public Query {
                urls = List.copyOf(urls);
            }
        }

        /// A server gives samples, and queries are evaluated here.
        ///
        /// @param urls of servers that have the same; the first that answers is believed
        /// @param chunks whether chunks are asked for
        /// @param sampleLimit of one answer
        record Read(
                List<URI> urls,
                Duration timeout,
                boolean chunks,
                long sampleLimit,
                HttpSettings http)
                implements Source {
            /// Copies the list.
            public Read {
                urls = List.copyOf(urls);
            }
        }

        /// The data folder of a Prometheus, or of another store of ours, read as it is at the
        /// start.
        record Folder(Path path) implements Source {}
    }

    /// Where results of rules go.
    ///
    /// @param samplesPerSend in one message at most
    /// @param mostPending samples that may wait on disk; beyond, rules fail
    /// @param shards how many messages may be on their way at once
    public record Write(
            URI url,
            Duration timeout,
            int samplesPerSend,
            int mostPending,
            Shards shards,
            HttpSettings http) {}

    /// How many senders there are, at least and at most.
    public record Shards(int min, int max) {}

    /// Rule groups whose file and name fit use a storage.
    public record Route(Optional<Pattern> file, Optional<Pattern> group, String storage) {
        /// Whether it is about this group.
        public boolean fits(String ofFile, String ofGroup) {
            return file.map(pattern -> pattern.matcher(ofFile).matches()).orElse(true)
                    && group.map(pattern -> pattern.matcher(ofGroup).matches()).orElse(true);
        }
    }

    /// The storage of a rule group.
    public String of(String file, String group) {
        return routes.stream()
                .filter(route -> route.fits(file, group))
                .findFirst()
                .map(Route::storage)
                .orElse(rules);
    }
}
