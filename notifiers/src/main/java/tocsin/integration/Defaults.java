package tocsin.integration;

import tocsin.http.HttpSender;
import tocsin.http.HttpSettings;
import tocsin.http.Network;
import tocsin.http.Secret;
import tocsin.http.Tls;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// What `global` and the installation give to integrations that say nothing themselves.
///
/// @param http the global `http_config`
/// @param smtpTls the global `smtp_tls_config`
/// @param texts the single values of `global`, by name
/// @param folder the configuration file's, from which relative paths of HTTP settings count
/// @param externalUrl where people reach this installation
/// @param network what all senders share
/// @param wording renders templates
public record Defaults(
        HttpSettings http,
        Tls smtpTls,
        Map<String, String> texts,
        Path folder,
        String externalUrl,
        Network network,
        Wording wording) {
    /// Copies the texts.
    public Defaults {
        texts = Map.copyOf(texts);
    }

    /// A single value of `global`; empty when it is not there.
    public String text(String key) {
        return texts.getOrDefault(key, "");
    }

    /// A secret of `global`, under `key` or in the file of `key`_file.
    public Optional<Secret> secret(String key) {
        String text = text(key);
        if (!text.isEmpty()) {
            return Optional.of(Secret.of(text));
        }
        String file = text(key + "_file");
        return file.isEmpty() ? Optional.empty() : Optional.of(Secret.in(file(file)));
    }

    /// A file named in the settings of an integration. Upstream looks for it in the folder where
    /// the process was started; where it is not there, the configuration's folder is meant.
    public Path file(String name) {
        var started = Path.of(name);
        Path beside = folder.resolve(name);
        return !Files.exists(started) && Files.exists(beside) ? beside : started;
    }

    /// A sender.
    public HttpSender sender(HttpSettings settings) {
        return new HttpSender(settings, network);
    }
}
