package tocsin.server.verbs;

import com.fasterxml.jackson.databind.JsonNode;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.util.concurrent.Callable;

/// `receiver`: how receivers do, and tests of them.
final class ReceiverVerbs {
    private ReceiverVerbs() {}

    static CommandLine all(Globals globals) {
        return new CommandLine(new Verbs.Group())
                .addSubcommand(new Show(globals))
                .addSubcommand(new Test(globals));
    }

    /// `receiver show`.
    @Command(name = "show", description = "Show how each receiver does.")
    static final class Show implements Callable<Integer> {
        private final Globals globals;

        Show(Globals globals) {
            this.globals = globals;
        }

        @Override
        public Integer call() {
            JsonNode receivers = globals.own().get("/receivers");
            if (globals.wantsJson()) {
                globals.streams().out().print(receivers + "\n");
                return 0;
            }
            var table =
                    new Table(
                            "Receiver",
                            "Last success",
                            "Failures",
                            "Queued",
                            "Pending",
                            "Dead",
                            "Last error");
            for (JsonNode each : receivers) {
                table.line(
                        OutboxVerbs.place(each),
                        each.path("lastSuccess").asText("-"),
                        each.path("failuresInARow").asText(),
                        each.path("queued").asText(),
                        each.path("pending").asText(),
                        each.path("dead").asText(),
                        each.path("lastError")
                                .path("error")
                                .asText()
                                .lines()
                                .findFirst()
                                .orElse(""));
            }
            table.print(globals.streams().out());
            return 0;
        }
    }

    /// `receiver test`.
    @Command(name = "test", description = "Send a message that says it is a test.")
    static final class Test implements Callable<Integer> {
        private final Globals globals;

        @Parameters(arity = "1", description = "The receiver's name.")
        private String name = "";

        Test(Globals globals) {
            this.globals = globals;
        }

        @Override
        public Integer call() {
            JsonNode tested = globals.own().post("/receivers/" + HttpCalls.encode(name) + "/test");
            boolean allWell = true;
            for (JsonNode each : tested) {
                String outcome = each.path("outcome").asText();
                allWell &= outcome.equals("delivered");
                globals.streams()
                        .out()
                        .printf(
                                "%s[%s]: %s in %.3fs: %s%n",
                                each.path("integration").asText(),
                                each.path("index").asText(),
                                outcome,
                                each.path("seconds").asDouble(),
                                each.path("detail").asText());
            }
            return allWell ? 0 : 1;
        }
    }
}
