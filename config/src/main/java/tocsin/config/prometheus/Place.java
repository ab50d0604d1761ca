package tocsin.config.prometheus;

import tocsin.http.HttpConfigReader;
import tocsin.yaml.Fields;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/// Where a file stands that is being read, and how closely it is looked at.
///
/// @param folder from which relative paths count
/// @param warnings are added to
record Place(Path folder, PrometheusFile.Depth depth, List<String> warnings) {
    /// A star may stand only in the last part of a path.
    private static final Pattern GLOB = Pattern.compile("[^*]*(\\*[^/]*)?");

    static boolean isGlob(String path) {
        return GLOB.matcher(path).matches();
    }

    /// The same depth in the folder of another file.
    Place in(Path file) {
        Path parent = file.getParent();
        return new Place(parent == null ? Path.of("") : parent, depth, warnings);
    }

    Path resolve(String path) {
        return folder.resolve(path).normalize();
    }

    boolean looksAtFiles() {
        return depth == PrometheusFile.Depth.FILES;
    }

    /// Checks the fields of an HTTP client, which stand among the others of `fields`.
    void checkHttp(Fields fields) {
        new HttpConfigReader(folder).amongOthers(fields);
    }

    /// The same, and that the files of its credentials are there.
    void checkHttpAndFiles(Fields fields) {
        checkHttp(fields);
        if (looksAtFiles()) {
            fields.fields("authorization").ifPresent(each -> exists(each, "credentials_file"));
            exists(fields, "bearer_token_file");
            fields.fields("tls_config")
                    .ifPresent(tls -> {
                        exists(tls, "cert_file");
                        exists(tls, "key_file");
                    });
        }
    }

    private void exists(Fields fields, String key) {
        fields.text(key)
                .filter(path -> !path.isEmpty() && !Files.exists(resolve(path)))
                .ifPresent(path -> fields.problem(key, "\"" + resolve(path) + "\" does not exist"));
    }
}
