package tocsin.server.verbs;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tocsin.labels.MatchType;
import tocsin.labels.Matcher;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;

/// `silence add`: mutes.
@Command(name = "add", description = "Add a new silence.")
final class SilenceAdd implements Callable<Integer> {
    private final Globals globals;

    @Option(
            names = {"-a", "--author"},
            description = "Who makes it.")
    String author = System.getProperty("user.name", "");

    @Option(
            names = "--require-comment",
            hidden = true,
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true")
    boolean requireComment = true;

    @Option(
            names = {"-d", "--duration"},
            defaultValue = "1h",
            description = "How long it lasts.")
    String duration = "1h";

    @Option(names = "--start", description = "When it starts, in RFC 3339.")
    @Nullable String start;

    @Option(names = "--end", description = "When it ends, in RFC 3339; stands above --duration.")
    @Nullable String end;

    @Option(
            names = {"-c", "--comment"},
            description = "Why.")
    String comment = "";

    @Option(names = "--annotation", description = "An annotation, key=value; repeatable.")
    List<String> annotations = List.of();

    @Parameters(arity = "0..*", description = "Matchers; all must match.")
    List<String> matchers = List.of();

    SilenceAdd(Globals globals) {
        this.globals = globals;
    }

    @Override
    public Integer call() {
        List<Matcher> read = Arguments.matchers(matchers, globals.matchers());
        if (read.isEmpty()) {
            throw new VerbException("no matchers specified");
        }
        Instant from = start == null ? Instant.now() : Arguments.time(start);
        Instant to = end == null ? from.plus(Arguments.length(duration)) : Arguments.time(end);
        if (from.isAfter(to)) {
            throw new VerbException("silence cannot start after it ends");
        }
        if (requireComment && comment.isEmpty()) {
            throw new VerbException("comment required by config");
        }
        ObjectNode silence = Json.MAPPER.createObjectNode();
        var list = silence.putArray("matchers");
        read.forEach(matcher -> write(list.addObject(), matcher));
        silence.put("startsAt", from.toString());
        silence.put("endsAt", to.toString());
        silence.put("createdBy", author);
        silence.put("comment", comment);
        if (!annotations.isEmpty()) {
            silence.set("annotations", Arguments.annotations(annotations, globals.matchers()));
        }
        try {
            globals.streams().out().print(globals.api().postSilence(silence) + "\n");
        } catch (AlertmanagerApi.ApiError e) {
            throw new VerbException(String.valueOf(e.getMessage()));
        }
        return 0;
    }

    private static void write(ObjectNode into, Matcher matcher) {
        MatchType type = matcher.type();
        into.put("isEqual", type == MatchType.EQUAL || type == MatchType.MATCHES);
        into.put("isRegex", type == MatchType.MATCHES || type == MatchType.NOT_MATCHES);
        into.put("name", matcher.name());
        into.put("value", matcher.value());
    }
}
