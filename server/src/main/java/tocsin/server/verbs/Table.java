package tocsin.server.verbs;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/// Columns as Go's tabwriter lays them out for amtool: every cell, also the last of a line, is
/// padded to the widest of its column and two blanks more. An open header's last cell is not, and
/// makes its column no wider.
final class Table {
    private final List<List<String>> lines = new ArrayList<>();
    private final boolean hasOpenHeader;

    Table(String... header) {
        this(false, header);
    }

    private Table(boolean hasOpenHeader, String... header) {
        this.hasOpenHeader = hasOpenHeader;
        line(header);
    }

    static Table withOpenHeader(String... header) {
        return new Table(true, header);
    }

    void line(String... cells) {
        lines.add(List.of(cells));
    }

    void print(PrintStream out) {
        int columns = lines.stream().mapToInt(List::size).max().orElse(0);
        int[] widths = new int[columns];
        for (int row = 0; row < lines.size(); row++) {
            for (int i = 0; i < padded(row); i++) {
                widths[i] = Math.max(widths[i], width(lines.get(row).get(i)));
            }
        }
        for (int row = 0; row < lines.size(); row++) {
            List<String> line = lines.get(row);
            var text = new StringBuilder();
            for (int i = 0; i < line.size(); i++) {
                int pad = i < padded(row) ? widths[i] + 2 - width(line.get(i)) : 0;
                text.append(line.get(i)).repeat(' ', pad);
            }
            out.print(text.append('\n'));
        }
    }

    /// How many cells of a line are padded.
    private int padded(int row) {
        int cells = lines.get(row).size();
        return hasOpenHeader && row == 0 ? cells - 1 : cells;
    }

    private static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
