package tocsin.server.parts;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.config.AlertmanagerFile;
import tocsin.http.Network;
import tocsin.labels.MatcherParser;
import tocsin.server.StartException;
import tocsin.server.cli.Options;
import tocsin.server.metrics.ProcessMetrics;
import tocsin.yaml.Problems;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;

/// The routing configuration: read at the start and at each reload.
public final class ConfigPart {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigPart.class);

    private final Path file;
    private final AlertmanagerFile reader;
    private final ProcessMetrics metrics;

    /// A part that reads the file of the flags.
    ///
    /// @param network what integrations send by
    public ConfigPart(
            Options options, String externalUrl, Network network, ProcessMetrics metrics) {
        this.file = options.configFile();
        this.metrics = metrics;
        this.reader =
                new AlertmanagerFile(
                        new MatcherParser(MatcherParser.Mode.FALLBACK, "config"),
                        externalUrl,
                        network);
    }

    /// Reads the file.
    ///
    /// @throws StartException with every problem, a line each
    public AlertmanagerFile.Read read() throws StartException {
        LOG.atInfo().addKeyValue("file", file).log("Loading configuration file");
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            metrics.refused();
            throw new StartException("cannot read the configuration " + file + ": " + e, e);
        }
        var problems = new Problems();
        AlertmanagerFile.Read read =
                reader.read(file, text, problems)
                        .orElseThrow(() -> {
                            metrics.refused();
                            return new StartException(problems.report());
                        });
        read.warnings().forEach(warning -> LOG.atWarn().addKeyValue("file", file).log(warning));
        metrics.loaded(Instant.now(), hash(text));
        LOG.atInfo().addKeyValue("file", file).log("Completed loading of configuration file");
        return read;
    }

    /// 48 bits of the text's digest, as upstream has them in a gauge.
    private static long hash(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong() >>> Short.SIZE;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
