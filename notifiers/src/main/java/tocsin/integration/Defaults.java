package tocsin.integration;

import tocsin.http.HttpSettings;

import java.nio.file.Path;
import java.util.Map;

/// What `global` gives to integrations that say nothing themselves.
///
/// @param http the global `http_config`
/// @param texts the single values of `global`, by name
/// @param folder the configuration file's, from which relative paths of HTTP settings count
/// @param externalUrl where people reach this installation
/// @param version that integrations name in `User-Agent`
public record Defaults(
        HttpSettings http,
        Map<String, String> texts,
        Path folder,
        String externalUrl,
        String version) {}
