package tocsin.config;

import org.jspecify.annotations.Nullable;

import tocsin.config.Printable.Block;
import tocsin.config.Printable.Items;
import tocsin.config.Printable.Plain;
import tocsin.config.Printable.Text;
import tocsin.duration.DurationText;
import tocsin.duration.GoDuration;
import tocsin.labels.Matcher;
import tocsin.labels.MatcherParser;
import tocsin.yaml.YamlNode;
import tocsin.yaml.YamlNode.Mapping;
import tocsin.yaml.YamlNode.Scalar;
import tocsin.yaml.YamlNode.Sequence;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// The values of a printed configuration, by the kinds that `shapes.txt` names.
final class PrintedValues {
    private static final Plain FALSE = new Plain("false", true);
    private static final Plain TRUE = new Plain("true", false);
    private static final Text HIDDEN = new Text("<secret>");
    private static final Set<String> YES = Set.of("true", "yes", "on", "y");
    private static final Pattern LOGIN = Pattern.compile("://([^/@:]*):[^/@]*@");
    private static final List<String> MONTHS =
            List.of(
                    "january",
                    "february",
                    "march",
                    "april",
                    "may",
                    "june",
                    "july",
                    "august",
                    "september",
                    "october",
                    "november",
                    "december");

    /// What PagerDuty is told besides, if nobody says otherwise.
    private static final Map<String, String> DETAILS =
            Map.of(
                    "firing", "{{ .Alerts.Firing | toJson }}",
                    "resolved", "{{ .Alerts.Resolved | toJson }}",
                    "num_firing", "{{ .Alerts.Firing | len }}",
                    "num_resolved", "{{ .Alerts.Resolved | len }}");

    private final MatcherParser matchers;

    PrintedValues(MatcherParser matchers) {
        this.matchers = matchers;
    }

    /// A value as it was written.
    Printable of(String kind, YamlNode node) {
        return switch (kind) {
            case "list" -> items(node, UnaryOperator.identity(), false);
            case "weekdays" -> items(node, PrintedValues::weekdays, true);
            case "months" -> items(node, PrintedValues::months, true);
            case "ranges" -> items(node, PrintedValues::range, true);
            case "matchers" -> matchers(node);
            case "map", "labels", "mail", "details" -> texts(node);
            case "secrets" -> hidden(node);
            case "headers" -> headers(node);
            case "any" -> any(node);
            default -> standard(kind, node instanceof Scalar scalar ? scalar.text() : "");
        };
    }

    /// A value that is one text.
    Printable standard(String kind, String text) {
        return switch (kind) {
            case "bool", "flag" -> YES.contains(text.toLowerCase(Locale.ROOT)) ? TRUE : FALSE;
            case "number" -> new Plain(text, text.equals("0"));
            case "duration", "time" -> duration(DurationText.format(DurationText.parse(text)));
            case "span" -> duration(GoDuration.format(GoDuration.parse(text)));
            case "secret" -> text.isEmpty() ? new Text("") : HIDDEN;
            case "url" -> new Text(LOGIN.matcher(text).replaceFirst("://$1:xxxxx@"));
            case "folder" -> new Text(text.endsWith("/") ? text : text + "/");
            case "worded" -> new Block(new LinkedHashMap<>(Map.of("template", new Text(text))));
            default -> new Text(text);
        };
    }

    private static Printable duration(String text) {
        return new Plain(text, text.equals("0s"));
    }

    /// What stands for a value that is printed always and was not given.
    static Printable nothing(String kind) {
        return switch (kind) {
            case "bool" -> FALSE;
            case "number" -> new Plain("0", true);
            case "span" -> duration("0s");
            case "list" -> new Items(List.of(), false);
            case "labels", "details", "mail" -> new Block(new LinkedHashMap<>());
            default -> kind.startsWith("[") ? new Items(List.of(), false) : new Text("");
        };
    }

    /// A value of `global`, as a receiver has it.
    static Printable inherited(String kind, Printable value) {
        return kind.equals("folder") && value instanceof Text(String text) && !text.endsWith("/")
                ? new Text(text + "/")
                : value;
    }

    /// Adds what follows from other fields.
    static void complete(String shape, Map<String, Printable> fields) {
        switch (shape) {
            case "receiver" -> {
                Map<String, String> labels = new TreeMap<>(texts(fields.get("labels")));
                labels.put("name", text(fields.get("name")));
                fields.replace("labels", block(labels));
            }
            case "pagerduty" -> {
                Map<String, String> details = new TreeMap<>(DETAILS);
                details.putAll(texts(fields.get("details")));
                fields.replace("details", block(details));
            }
            case "email" -> {
                Map<String, String> headers = new TreeMap<>();
                texts(fields.get("headers"))
                        .forEach((name, text) -> headers.put(canonical(name), text));
                headers.putIfAbsent("From", text(fields.get("from")));
                headers.putIfAbsent("To", text(fields.get("to")));
                headers.putIfAbsent("Subject", "{{ template \"email.default.subject\" . }}");
                fields.replace("headers", block(headers));
            }
            default -> {}
        }
    }

    private static Map<String, String> texts(@Nullable Printable block) {
        var texts = new LinkedHashMap<String, String>();
        if (block instanceof Block(var fields)) {
            fields.forEach((name, value) -> texts.put(name, text(value)));
        }
        return texts;
    }

    private static String text(@Nullable Printable value) {
        return value instanceof Text(String text) ? text : "";
    }

    private static Block block(Map<String, String> texts) {
        var fields = new LinkedHashMap<String, Printable>();
        texts.forEach((name, text) -> fields.put(name, new Text(text)));
        return new Block(fields);
    }

    /// `message-id` is `Message-Id`.
    private static String canonical(String header) {
        var name = new StringBuilder(header.length());
        boolean begins = true;
        for (int i = 0; i < header.length(); i++) {
            char c = header.charAt(i);
            name.append(begins ? Character.toUpperCase(c) : Character.toLowerCase(c));
            begins = c == '-';
        }
        return name.toString();
    }

    private static Items items(YamlNode node, UnaryOperator<String> each, boolean inLine) {
        var items = new ArrayList<Printable>();
        ConfigPrinter.texts(node).forEach(text -> items.add(new Text(each.apply(text))));
        return new Items(items, inLine);
    }

    /// A range of one is that one.
    private static String range(String text) {
        String[] ends = text.split(":", 2);
        return ends.length == 2 && ends[0].equals(ends[1]) ? ends[0] : text;
    }

    private static String weekdays(String text) {
        return range(text.toLowerCase(Locale.ROOT));
    }

    private static String months(String text) {
        var numbers = new ArrayList<String>();
        for (String end : text.toLowerCase(Locale.ROOT).split(":", 2)) {
            int month = MONTHS.indexOf(end);
            numbers.add(month < 0 ? end : Integer.toString(month + 1));
        }
        return range(String.join(":", numbers));
    }

    private Items matchers(YamlNode node) {
        var items = new ArrayList<Printable>();
        for (String text : ConfigPrinter.texts(node)) {
            for (Matcher matcher : matchers.list(text)) {
                items.add(new Text(matcher.toString()));
            }
        }
        return new Items(items, false);
    }

    private static Block texts(YamlNode node) {
        var texts = new TreeMap<String, Printable>();
        if (node instanceof Mapping mapping) {
            mapping.entries()
                    .forEach((key, entry) ->
                            texts.put(
                                    key,
                                    entry.value() instanceof Scalar scalar
                                            ? new Text(scalar.text())
                                            : any(entry.value())));
        }
        return new Block(new LinkedHashMap<>(texts));
    }

    /// Lists of values of which each might be a secret.
    private static Block hidden(YamlNode node) {
        var hidden = new TreeMap<String, Printable>();
        if (node instanceof Mapping mapping) {
            mapping.entries().forEach((key, entry) -> hidden.put(key, hide(entry.value())));
        }
        return new Block(new LinkedHashMap<>(hidden));
    }

    private static Items hide(YamlNode list) {
        return items(list, _ -> HIDDEN.text(), false);
    }

    private static Block headers(YamlNode node) {
        var headers = new TreeMap<String, Printable>();
        if (node instanceof Mapping mapping) {
            mapping.entries()
                    .forEach((name, entry) -> {
                        var of = new LinkedHashMap<String, Printable>();
                        if (entry.value() instanceof Mapping header) {
                            header.find("values").ifPresent(list -> of.put("values", list(list)));
                            header.find("secrets").ifPresent(list -> of.put("secrets", hide(list)));
                            header.find("files").ifPresent(list -> of.put("files", list(list)));
                        }
                        headers.put(name, new Block(of));
                    });
        }
        return new Block(new LinkedHashMap<>(headers));
    }

    private static Items list(YamlNode node) {
        return items(node, UnaryOperator.identity(), false);
    }

    private static Printable any(YamlNode node) {
        return switch (node) {
            case Scalar scalar ->
                    scalar.plain() && GoYaml.isOtherThanText(scalar.text())
                            ? new Plain(scalar.isNull() ? "null" : scalar.text(), false)
                            : new Text(scalar.text());
            case Sequence sequence ->
                    new Items(
                            sequence.items().stream().<Printable>map(PrintedValues::any).toList(),
                            false);
            case Mapping mapping -> {
                var fields = new TreeMap<String, Printable>();
                mapping.entries().forEach((key, entry) -> fields.put(key, any(entry.value())));
                yield new Block(new LinkedHashMap<>(fields));
            }
        };
    }
}
