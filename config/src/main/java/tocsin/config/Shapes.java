package tocsin.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// What the blocks of a printed configuration consist of; read from `shapes.txt`, which says how it
/// is written.
final class Shapes {
    private static final Map<String, List<Field>> ALL = read();

    /// A field of a block.
    ///
    /// @param kind of its value; of a block, or a list of them, in braces or brackets
    /// @param always printed even if it is empty
    /// @param standard where its value comes from when none was written
    record Field(String name, String kind, boolean always, Standard standard) {
        boolean isBlock() {
            return kind.startsWith("{");
        }

        boolean isBlocks() {
            return kind.startsWith("[");
        }

        /// The name of the block.
        String shape() {
            return kind.substring(1, kind.length() - 1);
        }
    }

    /// Where the value of a field comes from that was not written.
    sealed interface Standard {
        /// From nowhere.
        record None() implements Standard {}

        /// It is an empty block, with its own standards.
        record EmptyBlock() implements Standard {}

        /// It is this text.
        record Literal(String text) implements Standard {}

        /// It is what this key of `global` says, unless one of these fields is given.
        record Global(String key, Set<String> unless) implements Standard {}

        /// It is what this field of the same block says.
        record Sibling(String name) implements Standard {}
    }

    private Shapes() {}

    /// The fields of a block, in order.
    static List<Field> of(String shape) {
        return Objects.requireNonNull(ALL.get(shape), shape);
    }

    private static Map<String, List<Field>> read() {
        var shapes = new HashMap<String, List<Field>>();
        List<Field> fields = new ArrayList<>();
        for (String line : text().split("\n", -1)) {
            if (line.startsWith(":")) {
                fields = new ArrayList<>();
                shapes.put(line.substring(1), fields);
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                fields.add(field(line));
            }
        }
        return shapes;
    }

    private static String text() {
        try (InputStream in = Shapes.class.getResourceAsStream("shapes.txt")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Field field(String line) {
        int equals = line.indexOf(" = ");
        String[] words = (equals < 0 ? line : line.substring(0, equals)).split(" ", -1);
        boolean always = words[1].endsWith("!");
        String kind = always ? words[1].substring(0, words[1].length() - 1) : words[1];
        Standard standard =
                equals < 0
                        ? new Standard.None()
                        : standard(words[0], line.substring(equals + " = ".length()));
        return new Field(words[0], kind, always, standard);
    }

    private static Standard standard(String field, String text) {
        if (text.equals("{}")) {
            return new Standard.EmptyBlock();
        }
        if (text.startsWith("$")) {
            return new Standard.Sibling(text.substring(1));
        }
        if (!text.startsWith("<")) {
            return new Standard.Literal(text);
        }
        List<String> words = Arrays.asList(text.substring(1).split(" "));
        var unless = new ArrayList<>(words.subList(Math.min(2, words.size()), words.size()));
        unless.add(twin(field));
        return new Standard.Global(words.getFirst(), Set.copyOf(unless));
    }

    /// What may be given in place of a secret: a file with it; and the other way round.
    private static String twin(String field) {
        String end = "_file";
        return field.endsWith(end)
                ? field.substring(0, field.length() - end.length())
                : field + end;
    }
}
