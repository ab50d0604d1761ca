package tocsin.gotemplate.parse;

import tocsin.gotemplate.value.Bytes;

/// A parsed template.
///
/// @param name by which it is invoked
/// @param source the name of the text that it stands in, as error messages have it
/// @param text the whole text that it stands in, in which positions count
public record Tree(String name, String source, String text, Node.Block root) {
    /// Whether there is nothing in it but blanks; such a template does not replace another.
    public boolean isEmpty() {
        return root.statements().stream()
                .allMatch(each -> each instanceof Node.Text(_, String text) && text.isBlank());
    }

    /// Where a node stands: `name:line:column`, the column counted in bytes from 0.
    public String place(Node node) {
        String before = text.substring(0, node.position());
        int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
        String column = before.substring(before.lastIndexOf('\n') + 1);
        return source + ":" + line + ":" + Bytes.length(column);
    }
}
