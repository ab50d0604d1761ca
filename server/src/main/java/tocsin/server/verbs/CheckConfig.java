package tocsin.server.verbs;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import tocsin.config.AlertmanagerFile;
import tocsin.yaml.Problems;
import tocsin.yaml.YamlNode;
import tocsin.yaml.YamlReader;

import java.io.Console;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `check-config`: whether configuration files can be used; every problem is named.
@Command(name = "check-config", description = "Validate configuration files.")
final class CheckConfig implements Callable<Integer> {
    private final Globals globals;

    @Parameters(arity = "0..*", description = "Files; standard input without one.")
    List<Path> files = List.of();

    CheckConfig(Globals globals) {
        this.globals = globals;
    }

    @Override
    public Integer call() {
        int failures = 0;
        if (files.isEmpty()) {
            if (Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent()) {
                throw new VerbException("Failed to read from standard input");
            }
            failures += check(Path.of("/dev/stdin"), Verbs.text(globals.streams().in())) ? 0 : 1;
        }
        for (Path file : files) {
            failures += check(file) ? 0 : 1;
        }
        if (failures > 0) {
            throw new VerbException("failed to validate " + failures + " file(s)");
        }
        return 0;
    }

    private boolean check(Path file) {
        try {
            return check(file, ConfigFiles.text(file));
        } catch (VerbException e) {
            return failed(file, String.valueOf(e.getMessage()));
        }
    }

    private boolean check(Path file, String text) {
        var problems = new Problems();
        Optional<AlertmanagerFile.Read> read = ConfigFiles.reader().read(file, text, problems);
        if (read.isEmpty()) {
            return failed(file, problems.report().strip());
        }
        PrintStream out = globals.streams().out();
        out.print("Checking '" + file + "'  SUCCESS\nFound:\n");
        Optional<YamlNode> top = YamlReader.read(file.toString(), text, new Problems());
        out.print(" - global config\n");
        if (has(top, "route")) {
            out.print(" - route\n");
        }
        out.print(" - " + read.get().pipeline().inhibitRules().size() + " inhibit rules\n");
        out.print(" - " + read.get().pipeline().receivers().size() + " receivers\n");
        int templates = size(top, "templates");
        out.print(" - " + templates + " templates\n");
        if (templates > 0) {
            out.print("  SUCCESS\n");
        }
        out.print("\n");
        return true;
    }

    private boolean failed(Path file, String why) {
        globals.streams().out().print("Checking '" + file + "'  FAILED: " + why + "\n\n");
        return false;
    }

    private static boolean has(Optional<YamlNode> top, String key) {
        return find(top, key).isPresent();
    }

    private static Optional<YamlNode> find(Optional<YamlNode> top, String key) {
        return top.flatMap(node ->
                node instanceof YamlNode.Mapping mapping ? mapping.find(key) : Optional.empty());
    }

    private static int size(Optional<YamlNode> top, String key) {
        return find(top, key)
                .map(node -> node instanceof YamlNode.Sequence list ? list.items().size() : 0)
                .orElse(0);
    }
}
