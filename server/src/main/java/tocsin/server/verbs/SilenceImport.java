package tocsin.server.verbs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// `silence import`: makes the silences that `silence query -o json` printed. One that is known no
/// more is made anew; those that fail do not stop the others.
@Command(name = "import", description = "Import silences.")
final class SilenceImport implements Callable<Integer> {
    private final Globals globals;

    @Option(
            names = {"-f", "--force"},
            description = "Make new silences even where they exist.")
    boolean force;

    @Option(
            names = {"-w", "--worker"},
            defaultValue = "8",
            description = "How many are sent at once.")
    int workers = 8;

    @Parameters(arity = "0..1", description = "A file; standard input without one.")
    @Nullable Path file;

    SilenceImport(Globals globals) {
        this.globals = globals;
    }

    @Override
    public Integer call() throws InterruptedException {
        JsonNode silences = read();
        AlertmanagerApi api = globals.api();
        int failures = 0;
        try (ExecutorService pool = Executors.newFixedThreadPool(Math.max(1, workers))) {
            var sent = new ArrayList<Future<String>>();
            for (JsonNode silence : silences) {
                sent.add(pool.submit(() -> send(api, silence)));
            }
            for (int i = 0; i < sent.size(); i++) {
                failures += told(sent.get(i), silences.get(i).path("id").asText()) ? 0 : 1;
            }
        }
        if (failures > 0) {
            throw new VerbException(
                    "couldn't import %d out of %d silences".formatted(failures, silences.size()));
        }
        return 0;
    }

    private JsonNode read() {
        try {
            String text =
                    file == null ? Verbs.text(globals.streams().in()) : Files.readString(file);
            JsonNode silences = Json.MAPPER.readTree(text);
            if (!silences.isArray()) {
                throw new VerbException(
                        "couldn't unmarshal input data, is it JSON?: expected a list of silences");
            }
            return silences;
        } catch (JsonProcessingException e) {
            throw new VerbException(
                    "couldn't unmarshal input data, is it JSON?: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new VerbException("cannot read " + file + ": " + e.getMessage());
        }
    }

    private String send(AlertmanagerApi api, JsonNode given) {
        ObjectNode silence = Json.MAPPER.createObjectNode();
        given.properties().forEach(each -> silence.set(each.getKey(), each.getValue()));
        silence.remove(List.of("status", "updatedAt"));
        if (force) {
            silence.remove("id");
        }
        try {
            return api.postSilence(silence);
        } catch (AlertmanagerApi.ApiError e) {
            if (e.status() != 404 || force) {
                throw e;
            }
            silence.remove("id");
            return api.postSilence(silence);
        }
    }

    private boolean told(Future<String> sent, String id) throws InterruptedException {
        try {
            globals.streams().out().print(sent.get() + "\n");
            return true;
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            globals.streams()
                    .err()
                    .print("Error adding silence id='" + id + "': " + cause.getMessage() + "\n");
            return false;
        }
    }
}
