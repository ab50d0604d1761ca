package tocsin.server.verbs;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/// Columns as Go's tabwriter lays them out for amtool: every cell, also the last of a line, is
/// padded to the widest of its column and two blanks more.
final class Table {
    private final List<List<String>> lines = new ArrayList<>();

    Table(String... header) {
        line(header);
    }

    void line(String... cells) {
        lines.add(List.of(cells));
    }

    void print(PrintStream out) {
        int columns = lines.stream().mapToInt(List::size).max().orElse(0);
        int[] widths = new int[columns];
        for (List<String> line : lines) {
            for (int i = 0; i < line.size(); i++) {
                widths[i] = Math.max(widths[i], width(line.get(i)));
            }
        }
        for (List<String> line : lines) {
            var text = new StringBuilder();
            for (int i = 0; i < line.size(); i++) {
                text.append(line.get(i)).repeat(' ', widths[i] + 2 - width(line.get(i)));
            }
            out.print(text.append('\n'));
        }
    }

    private static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
