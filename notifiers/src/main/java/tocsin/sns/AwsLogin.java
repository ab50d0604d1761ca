package tocsin.sns;

import org.jspecify.annotations.Nullable;

import tocsin.http.Answer;
import tocsin.http.HttpSender;
import tocsin.http.HttpSender.Request;
import tocsin.http.SayableException;
import tocsin.http.Secret;
import tocsin.http.UnsendableException;
import tocsin.integration.Urls;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds AWS's keys: those of the settings, of the environment, or of a profile; and takes on a
/// role with them where one is named.
final class AwsLogin {
    private static final Duration MARGIN = Duration.ofMinutes(5);
    private static final String FORM = "application/x-www-form-urlencoded; charset=utf-8";

    private final HttpSender sender;
    private final Settings settings;
    private final Map<String, String> environment;
    private final AtomicReference<@Nullable Role> held = new AtomicReference<>();

    /// `sigv4`.
    ///
    /// @param fips whether the token service of FIPS 140 is asked
    record Settings(
            String region,
            String accessKey,
            Optional<Secret> secretKey,
            String profile,
            String roleArn,
            String externalId,
            boolean fips) {}

    /// A role that was taken on.
    private record Role(AwsCredentials credentials, Instant until) {}

    AwsLogin(HttpSender sender, Settings settings, Map<String, String> environment) {
        this.sender = sender;
        this.settings = settings;
        this.environment = Map.copyOf(environment);
    }

    /// The region of the settings, the environment or the profile.
    String region() throws IOException {
        String region = settings.region();
        for (String name : new String[] {"AWS_REGION", "AWS_DEFAULT_REGION"}) {
            region = region.isEmpty() ? environment.getOrDefault(name, "") : region;
        }
        if (region.isEmpty()) {
            region = profile("config").getOrDefault("region", "");
        }
        if (region.isEmpty()) {
            throw new UnsendableException(
                    "region not configured in sns.sigv4.region or in default credentials chain");
        }
        return region;
    }

    /// Keys that are good now.
    AwsCredentials credentials(Instant now) throws IOException, InterruptedException {
        AwsCredentials own = own();
        if (settings.roleArn().isEmpty()) {
            return own;
        }
        Role role = held.get();
        if (role == null || !now.isBefore(role.until())) {
            role = takeOn(own, now);
            held.set(role);
        }
        return role.credentials();
    }

    private AwsCredentials own() throws IOException {
        if (!settings.accessKey().isEmpty()) {
            return new AwsCredentials(
                    settings.accessKey(), settings.secretKey().orElse(Secret.of("")).reveal(), "");
        }
        String key = environment.getOrDefault("AWS_ACCESS_KEY_ID", "");
        if (settings.profile().isEmpty() && !key.isEmpty()) {
            return new AwsCredentials(
                    key,
                    environment.getOrDefault("AWS_SECRET_ACCESS_KEY", ""),
                    environment.getOrDefault("AWS_SESSION_TOKEN", ""));
        }
        Map<String, String> profile = profile("credentials");
        if (!profile.containsKey("aws_access_key_id")) {
            throw new UnsendableException(
                    "no credentials for AWS in settings, environment or" + " profile");
        }
        return new AwsCredentials(
                profile.get("aws_access_key_id"),
                profile.getOrDefault("aws_secret_access_key", ""),
                profile.getOrDefault("aws_session_token", ""));
    }

    private Map<String, String> profile(String file) throws IOException {
        String variable = file.equals("config") ? "AWS_CONFIG_FILE" : "AWS_SHARED_CREDENTIALS_FILE";
        Path path =
                Optional.ofNullable(environment.get(variable))
                        .map(Path::of)
                        .orElseGet(
                                () -> Path.of(environment.getOrDefault("HOME", "/"), ".aws", file));
        String name =
                settings.profile().isEmpty()
                        ? environment.getOrDefault("AWS_PROFILE", "default")
                        : settings.profile();
        return Files.isReadable(path) ? section(path, name) : Map.of();
    }

    private static Map<String, String> section(Path path, String name) throws IOException {
        Map<String, String> values = new HashMap<>();
        boolean inside = false;
        for (String line : Files.readAllLines(path)) {
            String text = line.strip();
            if (text.startsWith("[")) {
                String title =
                        text.replaceAll("[\\[\\]]", "").replaceFirst("^profile ", "").strip();
                inside = title.equals(name);
            } else if (inside && text.contains("=") && !text.startsWith("#")) {
                int equals = text.indexOf('=');
                values.put(text.substring(0, equals).strip(), text.substring(equals + 1).strip());
            }
        }
        return values;
    }

    private Role takeOn(AwsCredentials own, Instant now) throws IOException, InterruptedException {
        String region = region();
        var url =
                URI.create(
                        "https://sts"
                                + (settings.fips() ? "-fips" : "")
                                + "."
                                + region
                                + ".amazonaws.com/");
        Map<String, String> form = new TreeMap<>();
        form.put("Action", "AssumeRole");
        form.put("Version", "2011-06-15");
        form.put("RoleArn", settings.roleArn());
        form.put("RoleSessionName", "tocsin");
        if (!settings.externalId().isEmpty()) {
            form.put("ExternalId", settings.externalId());
        }
        byte[] body = Urls.form(form).getBytes(StandardCharsets.UTF_8);
        var headers = new SigV4(region, "sts", own).headers(url, FORM, body, now);
        Answer answer = sender.send(new Request("POST", url, body, headers, Duration.ZERO));
        if (!answer.isSuccess()) {
            throw new SayableException("cannot take on the role: status " + answer.status());
        }
        String xml = answer.text();
        return new Role(
                new AwsCredentials(
                        element(xml, "AccessKeyId"),
                        element(xml, "SecretAccessKey"),
                        element(xml, "SessionToken")),
                Instant.parse(element(xml, "Expiration")).minus(MARGIN));
    }

    static String element(String xml, String name) {
        Matcher found = Pattern.compile("<" + name + ">([^<]*)</" + name + ">").matcher(xml);
        return found.find() ? found.group(1) : "";
    }
}
