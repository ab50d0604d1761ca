package tocsin.config;

import tocsin.config.Printable.Block;
import tocsin.config.Printable.Items;
import tocsin.config.Printable.Plain;
import tocsin.config.Printable.Text;

import java.util.Set;
import java.util.regex.Pattern;

/// Prints YAML as Go's library for it does, to the letter: the same quotes, the same breaks of long
/// lines; people compare what two programs print.
final class GoYaml {
    private static final int WIDTH = 80;
    private static final Set<String> WORDS =
            Set.of(
                    "", "~", "null", "Null", "NULL", "<<", "y", "Y", "yes", "Yes", "YES", "true",
                    "True", "TRUE", "on", "On", "ON", "n", "N", "no", "No", "NO", "false", "False",
                    "FALSE", "off", "Off", "OFF", ".nan", ".NaN", ".NAN", ".inf", ".Inf", ".INF",
                    "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF");
    private static final Pattern NUMBER =
            Pattern.compile(
                    "[-+]?(0[xX][0-9a-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|[0-9][0-9_]*)"
                            + "|[-+]?(\\.[0-9]+|[0-9][0-9_]*(\\.[0-9]*)?)([eE][-+]?[0-9]+)?"
                            + "|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\\.[0-9_]*)?"
                            + "|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt ].*)?");
    private static final String INDICATORS = "#,[]{}&*!|>'\"%@`";

    private final StringBuilder out = new StringBuilder();

    private GoYaml() {}

    static String print(Block top) {
        var printer = new GoYaml();
        printer.block(top, 0, false);
        return printer.out.toString();
    }

    /// Whether a text without quotes would be read as something else.
    static boolean isOtherThanText(String text) {
        return WORDS.contains(text) || NUMBER.matcher(text).matches();
    }

    /// @param inItem the first line stands behind a dash
    private void block(Block block, int indent, boolean inItem) {
        boolean isFirst = inItem;
        for (var field : block.fields().entrySet()) {
            out.append(isFirst ? "" : " ".repeat(indent));
            isFirst = false;
            key(field.getKey());
            out.append(':');
            value(field.getValue(), indent);
        }
    }

    private void value(Printable value, int indent) {
        switch (value) {
            case Text(String text) -> {
                out.append(' ');
                text(text, indent + 2);
            }
            case Plain(String text, boolean _) -> out.append(' ').append(text).append('\n');
            case Block block -> {
                out.append(block.isEmpty() ? " {}\n" : "\n");
                block(block, indent + 2, false);
            }
            case Items items when items.isEmpty() -> out.append(" []\n");
            case Items items when items.inLine() -> inLine(items);
            case Items items -> {
                out.append('\n');
                items(items, indent, false);
            }
        }
    }

    private void items(Items items, int indent, boolean inItem) {
        boolean isFirst = inItem;
        for (Printable item : items.items()) {
            out.append(isFirst ? "" : " ".repeat(indent)).append("- ");
            isFirst = false;
            switch (item) {
                case Text(String text) -> text(text, indent + 2);
                case Plain(String text, boolean _) -> out.append(text).append('\n');
                case Block block -> {
                    out.append(block.isEmpty() ? "{}\n" : "");
                    block(block, indent + 2, true);
                }
                case Items inner -> {
                    out.append(inner.isEmpty() ? "[]\n" : "");
                    items(inner, indent + 2, true);
                }
            }
        }
    }

    private void inLine(Items items) {
        out.append(" [");
        boolean isFirst = true;
        for (Printable item : items.items()) {
            out.append(isFirst ? "" : ", ");
            isFirst = false;
            if (item instanceof Text(String text)) {
                brief(text, true);
            }
        }
        out.append("]\n");
    }

    private void key(String name) {
        brief(name, false);
    }

    /// A text that is never broken into lines.
    private void brief(String text, boolean inBrackets) {
        if (needsDouble(text) || text.contains("\n") || isOtherThanText(text)) {
            doubleQuoted(text, 0, false);
        } else if (isPlain(text, inBrackets)) {
            out.append(text);
        } else {
            out.append('\'').append(text.replace("'", "''")).append('\'');
        }
    }

    private void text(String text, int indent) {
        if (text.contains("\n")) {
            if (needsDouble(text) || text.endsWith(" ") || text.contains(" \n")) {
                doubleQuoted(text, indent, true);
                out.append('\n');
            } else {
                literal(text, indent);
            }
            return;
        }
        if (needsDouble(text) || isOtherThanText(text)) {
            doubleQuoted(text, indent, true);
        } else if (isPlain(text, false)) {
            folded(text, indent, false);
        } else {
            out.append('\'');
            folded(text, indent, true);
            out.append('\'');
        }
        out.append('\n');
    }

    private static boolean needsDouble(String text) {
        return text.codePoints().anyMatch(c -> c != '\n' && !isPrintable(c));
    }

    private static boolean isPrintable(int c) {
        return (c >= 0x20 && c <= 0x7e)
                || (c >= 0xa0 && c <= 0xd7ff)
                || (c >= 0xe000 && c <= 0xfffd && c != 0xfeff)
                || c >= 0x10000;
    }

    private static boolean isPlain(String text, boolean inBrackets) {
        if (text.startsWith(" ")
                || text.endsWith(" ")
                || text.startsWith("---")
                || text.startsWith("...")) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean endsWord = i + 1 == text.length() || text.charAt(i + 1) == ' ';
            boolean isIndicator =
                    i == 0
                            ? INDICATORS.indexOf(c) >= 0
                                    || ((c == '?' || c == ':' || c == '-') && endsWord)
                            : (c == ':' && endsWord) || (c == '#' && text.charAt(i - 1) == ' ');
            boolean isIndicatorInBrackets =
                    i == 0 ? c == '?' || c == ':' : ",?[]{}:".indexOf(c) >= 0;
            if (isIndicator || (inBrackets && isIndicatorInBrackets)) {
                return false;
            }
        }
        return true;
    }

    private int column() {
        return out.length() - (out.lastIndexOf("\n") + 1);
    }

    /// A long line is broken at the first single space behind the width.
    private void folded(String text, int indent, boolean quoted) {
        boolean afterSpace = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean isInner = !quoted || (i > 0 && i < text.length() - 1);
            boolean beforeSpace = i + 1 < text.length() && text.charAt(i + 1) == ' ';
            if (c == ' ' && !afterSpace && isInner && !beforeSpace && column() > WIDTH) {
                out.append('\n').append(" ".repeat(indent));
            } else {
                out.append(c == '\'' && quoted ? "''" : c);
            }
            afterSpace = c == ' ';
        }
    }

    private void literal(String text, int indent) {
        boolean endsInBreak = text.endsWith("\n");
        boolean endsInMore = text.equals("\n") || text.endsWith("\n\n");
        boolean needsHint = text.startsWith(" ") || text.startsWith("\n");
        out.append('|')
                .append(needsHint ? "2" : "")
                .append(endsInMore ? "+" : endsInBreak ? "" : "-")
                .append('\n');
        String[] lines = text.split("\n", -1);
        int count = endsInBreak ? lines.length - 1 : lines.length;
        for (int i = 0; i < count; i++) {
            out.append(lines[i].isEmpty() ? "" : " ".repeat(indent)).append(lines[i]).append('\n');
        }
    }

    private void doubleQuoted(String text, int indent, boolean mayBreak) {
        out.append('"');
        boolean afterSpace = false;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            int next = i + Character.charCount(c);
            boolean isInner = i > 0 && next < text.length();
            if (c == ' ' && mayBreak && !afterSpace && isInner && column() > WIDTH) {
                out.append('\n').append(" ".repeat(indent));
                out.append(text.charAt(next) == ' ' ? "\\" : "");
            } else {
                escaped(c);
            }
            afterSpace = c == ' ';
            i = next;
        }
        out.append('"');
    }

    private void escaped(int c) {
        switch (c) {
            case 0 -> out.append("\\0");
            case 0x07 -> out.append("\\a");
            case '\b' -> out.append("\\b");
            case '\t' -> out.append("\\t");
            case '\n' -> out.append("\\n");
            case 0x0b -> out.append("\\v");
            case '\f' -> out.append("\\f");
            case '\r' -> out.append("\\r");
            case 0x1b -> out.append("\\e");
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case 0x85 -> out.append("\\N");
            case 0x2028 -> out.append("\\L");
            case 0x2029 -> out.append("\\P");
            default -> {
                if (isPrintable(c)) {
                    out.appendCodePoint(c);
                } else {
                    out.append(c <= 0xff ? "\\x%02X".formatted(c) : "\\u%04X".formatted(c));
                }
            }
        }
    }
}
