package tocsin.server.verbs;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import tocsin.template.TemplateException;
import tocsin.template.TemplateRender;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `template render`: with amtool's flags; and with a real group's data, of now or past, asked of
/// the server.
@Command(name = "render", description = "Render a template to standard output.")
final class TemplateVerb implements Callable<Integer> {
    private final Globals globals;

    @Option(
            names = "--template.glob",
            required = true,
            description = "Glob of files with templates; may be repeated.")
    List<String> globs = List.of();

    @Option(names = "--template.text", required = true, description = "The template to render.")
    String text = "";

    @Option(names = "--template.type", description = "text or html.")
    String type = "text";

    @Option(names = "--template.data", description = "A JSON file with the data.")
    @Nullable String data;

    @Option(
            names = "--template.group",
            description = "The key of a group on the server, whose newest data is used.")
    @Nullable String group;

    TemplateVerb(Globals globals) {
        this.globals = globals;
    }

    @Override
    public Integer call() {
        if (!type.equals("text") && !type.equals("html")) {
            throw new VerbException("enum value must be one of html,text, got '" + type + "'");
        }
        if (data != null && group != null) {
            throw new VerbException("--template.data and --template.group exclude each other");
        }
        try {
            globals.streams().out().print(render());
            return 0;
        } catch (TemplateException e) {
            throw new VerbException(String.valueOf(e.getMessage()));
        }
    }

    private String render() throws TemplateException {
        var flags =
                new TemplateRender.Flags(
                        globs, text, type.equals("html"), Optional.ofNullable(data).map(Path::of));
        Path folder = Path.of("");
        if (group == null) {
            return TemplateRender.render(flags, folder, InstantSource.system());
        }
        JsonNode facts =
                globals.own()
                        .get(
                                "/template/data"
                                        + HttpCalls.query(List.of(Map.entry("group", group))));
        return TemplateRender.render(flags, facts.toString(), folder, InstantSource.system());
    }
}
