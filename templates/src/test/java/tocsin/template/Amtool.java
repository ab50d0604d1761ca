package tocsin.template;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The real `amtool`, where it is installed.
final class Amtool {
    private static final Path PROGRAM = Path.of("/usr/bin/amtool");

    private final Path folder;

    /// @param folder where the default templates and the data are laid
    Amtool(Path folder) throws IOException {
        this.folder = folder;
        for (String name : List.of("default.tmpl", "email.tmpl")) {
            try (var in = GoTemplates.class.getResourceAsStream(name)) {
                Files.write(folder.resolve(name), in.readAllBytes());
            }
        }
        Files.writeString(folder.resolve("data.json"), AmtoolTest.resource("data.json"));
    }

    static boolean isInstalled() {
        return Files.isExecutable(PROGRAM);
    }

    /// What it prints for a template, or `ERROR` and what it complains of.
    ///
    /// @param files further templates, after the default ones
    String render(String template, boolean html, List<Path> files)
            throws IOException, InterruptedException {
        Path own = Files.createTempDirectory(folder, "own");
        Files.copy(folder.resolve("default.tmpl"), own.resolve("a.tmpl"));
        Files.copy(folder.resolve("email.tmpl"), own.resolve("b.tmpl"));
        for (Path file : files) {
            Files.copy(file, own.resolve("z" + file.getFileName()));
        }
        List<String> command =
                List.of(
                        PROGRAM.toString(),
                        "template",
                        "render",
                        "--template.glob=" + own + "/*.tmpl",
                        "--template.type=" + (html ? "html" : "text"),
                        "--template.text=" + template,
                        "--template.data=" + folder.resolve("data.json"));
        Path errors = own.resolve("errors");
        Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() == 0
                ? out
                : "ERROR " + Files.readString(errors).strip().replaceFirst("^amtool: error: ", "");
    }
}
