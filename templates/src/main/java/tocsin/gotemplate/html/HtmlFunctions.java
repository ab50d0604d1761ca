package tocsin.gotemplate.html;

import tocsin.gotemplate.value.Format;
import tocsin.gotemplate.value.FunctionException;
import tocsin.gotemplate.value.GoFunction;
import tocsin.gotemplate.value.GoType;
import tocsin.gotemplate.value.JsonText;
import tocsin.gotemplate.value.Kind;
import tocsin.gotemplate.value.Value;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// The escapers that are put into pipelines.
public final class HtmlFunctions {
    private HtmlFunctions() {}

    /// Text that a template writes, and what it says it is safe for.
    private record Written(String text, GoType type) {
        boolean is(GoType safe) {
            return type.equals(safe);
        }
    }

    private interface Escape {
        String apply(Written written) throws FunctionException;
    }

    /// All of them, by name.
    public static Map<String, GoFunction> all() {
        Map<String, GoFunction> all = new HashMap<>();
        add(all, "htmlescaper", w -> w.is(SafeTypes.HTML) ? w.text : Html.escape(w.text));
        add(all, "rcdataescaper", w -> text(w, w.text));
        add(
                all,
                "attrescaper",
                w -> text(w, w.is(SafeTypes.HTML) ? Html.stripTags(w.text) : w.text));
        add(all, "nospaceescaper", HtmlFunctions::unquoted);
        add(all, "htmlnamefilter", HtmlFunctions::name);
        add(all, "commentescaper", _ -> "");
        add(all, "cssescaper", w -> Css.escape(w.text));
        add(all, "cssvaluefilter", w -> Css.filter(w.text));
        add(all, "jsstrescaper", w -> Js.string(w.text));
        add(all, "jstmpllitescaper", w -> Js.literal(w.text));
        add(all, "jsregexpescaper", w -> Js.regexp(w.text));
        add(all, "urlescaper", w -> Urls.escape(w.text, w.is(SafeTypes.URL)));
        add(all, "urlnormalizer", w -> Urls.escape(w.text, true));
        add(
                all,
                "urlfilter",
                w -> w.is(SafeTypes.URL) || Urls.isSafe(w.text) ? w.text : "#" + Css.FAILSAFE);
        add(
                all,
                "srcsetescaper",
                w ->
                        w.is(SafeTypes.URL)
                                ? Urls.escape(w.text, true).replace(",", "%2c")
                                : Urls.srcset(w.text));
        all.put(
                Escapes.PREFIX + "jsvalescaper",
                GoFunction.variadic(args -> Value.of(jsValue(args)), GoType.ANY));
        all.put(
                Escapes.ARGUMENTS,
                GoFunction.variadic(args -> Value.of(written(args).text), GoType.ANY));
        return all;
    }

    private static void add(Map<String, GoFunction> all, String name, Escape escape) {
        all.put(
                Escapes.PREFIX + name,
                GoFunction.variadic(args -> Value.of(escape.apply(written(args))), GoType.ANY));
    }

    private static Written written(Value[] args) throws FunctionException {
        if (args.length == 1
                && Value.unbox(args[0]) instanceof Value.Str(String text, GoType type)) {
            return new Written(text, type);
        }
        var shown = new ArrayList<Value>();
        for (Value arg : args) {
            Value value = Value.unbox(arg);
            if (value instanceof Value.Struct struct && struct.isPointer()) {
                shown.add(new Value.Struct(struct.struct(), struct.struct(), struct.fields()));
            } else if (!(value instanceof Value.Nothing)) {
                shown.add(value);
            }
        }
        return new Written(Format.sprint(shown), GoType.STRING);
    }

    private static String text(Written written, String text) {
        return written.is(SafeTypes.HTML) ? Html.normalize(text) : Html.escape(text);
    }

    private static String unquoted(Written written) {
        return written.is(SafeTypes.HTML)
                ? Html.unquotedNormalized(Html.stripTags(written.text))
                : Html.unquoted(written.text);
    }

    private static String name(Written written) {
        String name = written.text.toLowerCase(Locale.ROOT);
        boolean isSafe =
                !name.isEmpty()
                        && AttributeNames.content(name) == AttributeNames.Content.PLAIN
                        && name.chars()
                                .allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'));
        return isSafe ? name : Css.FAILSAFE;
    }

    private static String jsValue(Value[] args) throws FunctionException {
        Value value = args.length == 1 ? Value.unbox(args[0]) : Value.of(written(args).text);
        var stringer = value.type().stringer();
        Value shown =
                stringer != null && value.type().kind() != Kind.STRUCT
                        ? Value.of(stringer.apply(value))
                        : value;
        String json;
        try {
            json = JsonText.of(shown);
        } catch (FunctionException e) {
            return " /* " + String.valueOf(e.getMessage()).replace("*/", "* /") + " */null ";
        }
        boolean pads =
                JsTransitions.isIdentifierPart(json.charAt(0))
                        || JsTransitions.isIdentifierPart(json.charAt(json.length() - 1));
        return pads ? " " + json + " " : json;
    }
}
