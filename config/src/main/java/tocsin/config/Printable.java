package tocsin.config;

import java.util.List;
import java.util.SequencedMap;

/// A configuration on its way to being printed.
sealed interface Printable {
    /// Whether there is nothing to it, so that it may be left out.
    boolean isEmpty();

    /// A text, which gets quotes if it needs them.
    record Text(String text) implements Printable {
        @Override
        public boolean isEmpty() {
            return text.isEmpty();
        }
    }

    /// A number, a truth value, or nothing at all: what stands without quotes.
    ///
    /// @param isEmpty for zero and false
    record Plain(String text, boolean isEmpty) implements Printable {}

    /// A mapping, in this order.
    record Block(SequencedMap<String, Printable> fields) implements Printable {
        @Override
        public boolean isEmpty() {
            return fields.isEmpty();
        }
    }

    /// A list.
    ///
    /// @param inLine printed within brackets; then it holds texts only
    record Items(List<Printable> items, boolean inLine) implements Printable {
        /// Copies the items.
        public Items {
            items = List.copyOf(items);
        }

        @Override
        public boolean isEmpty() {
            return items.isEmpty();
        }
    }
}
