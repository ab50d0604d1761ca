package tocsin.server.verbs;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

import tocsin.yaml.Problems;
import tocsin.yaml.YamlNode;
import tocsin.yaml.YamlReader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Flags that stand in files, so that they need not be typed: amtool's, and Tocsin's own before
/// them. The first file that has a flag decides; the command line stands above all.
final class ConfigDefaults implements IDefaultValueProvider {
    private final Map<String, String> flags;

    private ConfigDefaults(Map<String, String> flags) {
        this.flags = Map.copyOf(flags);
    }

    /// The files of this user and this machine.
    static ConfigDefaults find() {
        Path home = Path.of(System.getProperty("user.home", ""));
        return of(
                List.of(
                        home.resolve(".config/tocsin/cli.yml"),
                        home.resolve(".config/amtool/config.yml"),
                        Path.of("/etc/tocsin/cli.yml"),
                        Path.of("/etc/amtool/config.yml")));
    }

    /// These files, those that are there.
    static ConfigDefaults of(List<Path> files) {
        var flags = new HashMap<String, String>();
        for (Path file : files) {
            read(file).forEach(flags::putIfAbsent);
        }
        return new ConfigDefaults(flags);
    }

    private static Map<String, String> read(Path file) {
        if (!Files.isRegularFile(file)) {
            return Map.of();
        }
        var flags = new HashMap<String, String>();
        var problems = new Problems();
        try {
            var top = YamlReader.read(file.toString(), Files.readString(file), problems);
            if (top.isPresent() && top.get() instanceof YamlNode.Mapping mapping) {
                mapping.entries()
                        .forEach((key, entry) -> {
                            if (entry.value() instanceof YamlNode.Scalar scalar) {
                                flags.put(
                                        key.equals("comment_required") ? "require-comment" : key,
                                        scalar.text());
                            } else {
                                problems.add(entry.value(), "expected a single value");
                            }
                        });
            }
        } catch (IOException e) {
            throw new VerbException("cannot read " + file + ": " + e.getMessage());
        }
        if (!problems.isEmpty()) {
            throw new VerbException(problems.report().strip());
        }
        return flags;
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option)) {
            return null;
        }
        var names = new ArrayList<>(List.of(option.names()));
        return names.stream()
                .filter(name -> name.startsWith("--"))
                .map(name -> flags.get(name.substring(2)))
                .filter(java.util.Objects::nonNull)
                .findFirst()
                .orElse(null);
    }
}
