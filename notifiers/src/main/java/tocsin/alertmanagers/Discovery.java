package tocsin.alertmanagers;

import tocsin.http.HttpSettings;
import tocsin.labels.Labels;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Where Alertmanagers are found.
public sealed interface Discovery {
    /// How often it is looked up anew; zero for once.
    Duration refresh();

    /// Addresses with labels in common.
    record TargetGroup(List<String> targets, Labels labels) {
        /// Copies the addresses.
        public TargetGroup {
            targets = List.copyOf(targets);
        }
    }

    /// As written: `static_configs`.
    record Static(List<TargetGroup> groups) implements Discovery {
        /// Copies the groups.
        public Static {
            groups = List.copyOf(groups);
        }

        @Override
        public Duration refresh() {
            return Duration.ZERO;
        }
    }

    /// By names: `dns_sd_configs`.
    ///
    /// @param port of addresses; services say theirs
    record Dns(List<String> names, Kind kind, int port, Duration refresh) implements Discovery {
        /// Copies the names.
        public Dns {
            names = List.copyOf(names);
        }

        /// What is asked for.
        public enum Kind {
            /// Services, with their ports.
            SRV,
            /// Addresses of IPv4.
            A,
            /// Addresses of IPv6.
            AAAA
        }
    }

    /// In files: `file_sd_configs`.
    ///
    /// @param folder from which relative globs count
    record Files(Path folder, List<String> globs, Duration refresh) implements Discovery {
        /// Copies the globs.
        public Files {
            globs = List.copyOf(globs);
        }
    }

    /// From a server: `http_sd_configs`.
    record Http(URI url, Duration refresh, HttpSettings http) implements Discovery {}
}
