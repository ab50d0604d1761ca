package tocsin.server.verbs;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.concurrent.Callable;

/// `outbox`: what is not told yet, and what is to become of it.
final class OutboxVerbs {
    private OutboxVerbs() {}

    static CommandLine all(Globals globals) {
        return new CommandLine(new Verbs.Group())
                .addSubcommand(new Show(globals))
                .addSubcommand(new Retry(globals))
                .addSubcommand(new Drop(globals));
    }

    /// Which letters.
    static final class Choice {
        @Option(names = "--state", description = "Only letters of this state: pending or dead.")
        @Nullable String state;

        @Option(names = "--receiver", description = "Only letters to this receiver.")
        @Nullable String receiver;

        private String query() {
            var query = new ArrayList<Entry<String, String>>();
            if (state != null) {
                query.add(Map.entry("state", state));
            }
            if (receiver != null) {
                query.add(Map.entry("receiver", receiver));
            }
            return HttpCalls.query(query);
        }
    }

    /// `outbox show`.
    @Command(name = "show", description = "Show what is not told yet.")
    static final class Show implements Callable<Integer> {
        private final Globals globals;

        @CommandLine.Mixin private Choice choice = new Choice();

        Show(Globals globals) {
            this.globals = globals;
        }

        @Override
        public Integer call() {
            JsonNode letters = globals.own().get("/outbox" + choice.query());
            if (globals.wantsJson()) {
                globals.streams().out().print(letters + "\n");
                return 0;
            }
            var table =
                    new Table(
                            "ID",
                            "State",
                            "Receiver",
                            "Since",
                            "Attempts",
                            "Firing",
                            "Resolved",
                            "Cause",
                            "Group");
            for (JsonNode letter : letters) {
                table.line(
                        letter.path("id").asText(),
                        letter.path("state").asText(),
                        place(letter),
                        letter.path("since").asText(),
                        letter.path("attempts").asText(),
                        letter.path("firing").asText(),
                        letter.path("resolved").asText(),
                        letter.path("cause").asText().lines().findFirst().orElse(""),
                        letter.path("groupKey").asText());
            }
            table.print(globals.streams().out());
            return 0;
        }
    }

    static String place(JsonNode node) {
        return node.path("receiver").asText()
                + "/"
                + node.path("integration").asText()
                + "["
                + node.path("index").asText()
                + "]";
    }

    /// `outbox retry`.
    @Command(name = "retry", description = "Try letters again now, with a new deadline.")
    static final class Retry implements Callable<Integer> {
        private final Globals globals;

        @CommandLine.Mixin private Choice choice = new Choice();

        @Parameters(arity = "0..*", description = "Ids of letters; none for all that are chosen.")
        private List<String> ids = List.of();

        Retry(Globals globals) {
            this.globals = globals;
        }

        @Override
        public Integer call() {
            int done = 0;
            if (ids.isEmpty()) {
                done = count(globals.own().post("/outbox/retry" + choice.query()));
            }
            for (String id : ids) {
                done += count(globals.own().post("/outbox/" + HttpCalls.encode(id) + "/retry"));
            }
            globals.streams().out().print(done + " tried again\n");
            return 0;
        }
    }

    private static int count(JsonNode answer) {
        return answer.path("letters").asInt();
    }

    /// `outbox drop`.
    @Command(name = "drop", description = "Decide that letters need not be told.")
    static final class Drop implements Callable<Integer> {
        private final Globals globals;

        @CommandLine.Mixin private Choice choice = new Choice();

        @Parameters(arity = "0..*", description = "Ids of letters; none for all that are chosen.")
        private List<String> ids = List.of();

        Drop(Globals globals) {
            this.globals = globals;
        }

        @Override
        public Integer call() {
            int done = 0;
            if (ids.isEmpty()) {
                done = count(globals.own().delete("/outbox" + choice.query()));
            }
            for (String id : ids) {
                done += count(globals.own().delete("/outbox/" + HttpCalls.encode(id)));
            }
            globals.streams().out().print(done + " dropped\n");
            return 0;
        }
    }
}
