package tocsin.gotemplate.html;

import org.jspecify.annotations.Nullable;

import tocsin.gotemplate.parse.Node;
import tocsin.gotemplate.parse.Tree;

import java.io.Serial;

/// A template whose output cannot be made safe; says why, and where if that is known.
public final class EscapeException extends Exception {
    @Serial private static final long serialVersionUID = 1L;

    private final transient @Nullable Node node;
    private final String place;

    EscapeException(@Nullable Node node, String message) {
        this(node, message, "");
    }

    private EscapeException(@Nullable Node node, String message, String place) {
        super(message, null, false, false);
        this.node = node;
        this.place = place;
    }

    /// The same problem, said to be in a tree unless another was named already.
    EscapeException in(Tree tree) {
        return node == null || !place.isEmpty()
                ? this
                : new EscapeException(node, getMessage(), tree.place(node));
    }

    /// The same problem, introduced by words.
    EscapeException behind(String words) {
        return new EscapeException(node, words + getMessage(), place);
    }

    /// Where it is, as name, line and column; empty when that is not known.
    public String place() {
        return place;
    }

    /// What is wrong.
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
