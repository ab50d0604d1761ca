package tocsin.server.verbs;

import tocsin.config.AlertmanagerFile;
import tocsin.http.Destinations;
import tocsin.http.Network;
import tocsin.labels.MatcherParser;
import tocsin.server.cli.Version;
import tocsin.yaml.Problems;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/// Reads configuration files as the server does.
final class ConfigFiles {
    private ConfigFiles() {}

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new VerbException("open " + file + ": " + reason(e));
        }
    }

    private static String reason(IOException e) {
        return e instanceof java.nio.file.NoSuchFileException
                ? "no such file or directory"
                : String.valueOf(e.getMessage());
    }

    /// A reader whose senders are never used.
    static AlertmanagerFile reader() {
        var network =
                new Network(
                        new Network.Rules(
                                Destinations.DEFAULT,
                                Network.Limits.DEFAULT,
                                "tocsin/" + Version.TOCSIN,
                                Map.of(),
                                InstantSource.system()));
        return new AlertmanagerFile(
                new MatcherParser(MatcherParser.Mode.FALLBACK, "config"),
                "http://localhost",
                network);
    }

    static AlertmanagerFile.Read read(Path file, String text) {
        var problems = new Problems();
        return reader().read(file, text, problems)
                .orElseThrow(() -> new VerbException(problems.report().strip()));
    }
}
