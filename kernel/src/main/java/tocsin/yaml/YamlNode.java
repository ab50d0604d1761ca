package tocsin.yaml;

import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// A part of a YAML file that remembers where it stood, so that a problem can be told by line and
/// field.
public sealed interface YamlNode {
    /// The file as the user named it.
    String file();

    /// The line, from 1 on.
    int line();

    /// The dotted path from the top: `route.routes[0].matchers`; empty at the top.
    String path();

    /// What kind of thing this is, in the user's words.
    String kind();

    /// One value. `text` is as written without quotes; `plain` says that there were none, so that
    /// `yes` and `null` may be meant.
    record Scalar(String file, int line, String path, String text, boolean plain)
            implements YamlNode {
        @Override
        public String kind() {
            return "a single value";
        }

        /// Whether nothing was written: empty, `~` or `null` without quotes.
        public boolean isNull() {
            return plain && (text.isEmpty() || text.equals("~") || text.equalsIgnoreCase("null"));
        }
    }

    /// A list.
    record Sequence(String file, int line, String path, List<YamlNode> items) implements YamlNode {
        /// Copies the items.
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String kind() {
            return "a list";
        }
    }

    /// Keys and values in the order written.
    record Mapping(String file, int line, String path, SequencedMap<String, Entry> entries)
            implements YamlNode {
        @Override
        public String kind() {
            return "a mapping";
        }

        /// The value of a key, if it is there.
        public Optional<YamlNode> find(String key) {
            return Optional.ofNullable(entries.get(key)).map(Entry::value);
        }
    }

    /// A key's line and its value.
    record Entry(int line, YamlNode value) {}
}
