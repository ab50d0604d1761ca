package tocsin.gotemplate.html;

import java.util.List;

/// Where in a page a place of a template stands: what a browser would make of what is written
/// there.
///
/// @param braces within `${…}` of JavaScript's template literals, how many braces are open, for
///   each literal around
record Context(
        State state,
        Delimiter delimiter,
        UrlPart urlPart,
        Slash slash,
        Attribute attribute,
        Element element,
        List<Integer> braces) {
    /// Between elements, where all templates begin and end.
    static final Context TEXT = of(State.TEXT, Element.NONE);

    enum State {
        TEXT("stateText"),
        TAG("stateTag"),
        ATTR_NAME("stateAttrName"),
        AFTER_NAME("stateAfterName"),
        BEFORE_VALUE("stateBeforeValue"),
        HTML_COMMENT("stateHTMLCmt"),
        RCDATA("stateRCDATA"),
        ATTR("stateAttr"),
        URL("stateURL"),
        SRCSET("stateSrcset"),
        JS("stateJS"),
        JS_DOUBLE("stateJSDqStr"),
        JS_SINGLE("stateJSSqStr"),
        JS_LITERAL("stateJSTmplLit"),
        JS_REGEXP("stateJSRegexp"),
        JS_BLOCK_COMMENT("stateJSBlockCmt"),
        JS_LINE_COMMENT("stateJSLineCmt"),
        CSS("stateCSS"),
        CSS_DOUBLE("stateCSSDqStr"),
        CSS_SINGLE("stateCSSSqStr"),
        CSS_DOUBLE_URL("stateCSSDqURL"),
        CSS_SINGLE_URL("stateCSSSqURL"),
        CSS_URL("stateCSSURL"),
        CSS_BLOCK_COMMENT("stateCSSBlockCmt"),
        CSS_LINE_COMMENT("stateCSSLineCmt"),
        /// Behind a `break` or `continue`, where nothing is reached.
        DEAD("stateDead");

        private final String word;

        State(String word) {
            this.word = word;
        }

        boolean isComment() {
            return switch (this) {
                case HTML_COMMENT,
                        JS_BLOCK_COMMENT,
                        JS_LINE_COMMENT,
                        CSS_BLOCK_COMMENT,
                        CSS_LINE_COMMENT ->
                        true;
                default -> false;
            };
        }
    }

    /// What ends an attribute's value.
    enum Delimiter {
        NONE("delimNone", ""),
        DOUBLE_QUOTE("delimDoubleQuote", "\""),
        SINGLE_QUOTE("delimSingleQuote", "'"),
        SPACE_OR_TAG_END("delimSpaceOrTagEnd", " \t\n\f\r>");

        private final String word;
        final String ends;

        Delimiter(String word, String ends) {
            this.word = word;
            this.ends = ends;
        }
    }

    enum UrlPart {
        NONE("urlPartNone"),
        BEFORE_QUERY("urlPartPreQuery"),
        QUERY_OR_FRAGMENT("urlPartQueryOrFrag"),
        UNKNOWN("urlPartUnknown");

        private final String word;

        UrlPart(String word) {
            this.word = word;
        }
    }

    /// What a slash would begin in JavaScript.
    enum Slash {
        REGEXP("jsCtxRegexp"),
        DIVISION("jsCtxDivOp"),
        UNKNOWN("jsCtxUnknown");

        private final String word;

        Slash(String word) {
            this.word = word;
        }
    }

    enum Attribute {
        NONE("attrNone", State.ATTR),
        SCRIPT("attrScript", State.JS),
        SCRIPT_TYPE("attrScriptType", State.ATTR),
        STYLE("attrStyle", State.CSS),
        URL("attrURL", State.URL),
        SRCSET("attrSrcset", State.SRCSET);

        private final String word;
        final State start;

        Attribute(String word, State start) {
            this.word = word;
            this.start = start;
        }
    }

    enum Element {
        NONE("elementNone", State.TEXT, ""),
        SCRIPT("elementScript", State.JS, "script"),
        STYLE("elementStyle", State.CSS, "style"),
        TEXTAREA("elementTextarea", State.RCDATA, "textarea"),
        TITLE("elementTitle", State.RCDATA, "title");

        private final String word;
        final State content;
        final String tag;

        Element(String word, State content, String tag) {
            this.word = word;
            this.content = content;
            this.tag = tag;
        }
    }

    static Context of(State state, Element element) {
        return new Context(
                state,
                Delimiter.NONE,
                UrlPart.NONE,
                Slash.REGEXP,
                Attribute.NONE,
                element,
                List.of());
    }

    Context in(State next) {
        return new Context(next, delimiter, urlPart, slash, attribute, element, braces);
    }

    Context with(UrlPart next) {
        return new Context(state, delimiter, next, slash, attribute, element, braces);
    }

    Context with(Slash next) {
        return new Context(state, delimiter, urlPart, next, attribute, element, braces);
    }

    Context with(Attribute next) {
        return new Context(state, delimiter, urlPart, slash, next, element, braces);
    }

    Context with(Delimiter next) {
        return new Context(state, next, urlPart, slash, attribute, element, braces);
    }

    Context with(List<Integer> next) {
        return new Context(state, delimiter, urlPart, slash, attribute, element, next);
    }

    /// The context of an action that stands here, which begins what the text only leads up to.
    Context nudged() {
        return switch (state) {
            case TAG -> in(State.ATTR_NAME);
            case BEFORE_VALUE ->
                    in(attribute.start).with(Delimiter.SPACE_OR_TAG_END).with(Attribute.NONE);
            case AFTER_NAME -> in(State.ATTR_NAME).with(Attribute.NONE);
            default -> this;
        };
    }

    /// A template's name when it is invoked here: other contexts need other escapers.
    String mangle(String name) {
        return equals(TEXT) ? name : name + "$htmltemplate_" + this;
    }

    @Override
    public String toString() {
        return "{"
                + String.join(
                        " ",
                        state.word,
                        delimiter.word,
                        urlPart.word,
                        slash.word,
                        attribute.word,
                        element.word)
                + " <nil>}";
    }
}
