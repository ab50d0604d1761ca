package tocsin.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the files of a `tls_config` look like from outside, so that a change is noticed without
/// reading them.
record TlsFiles(List<String> looks) {
    static TlsFiles of(Tls tls) {
        var looks = new ArrayList<String>();
        for (Optional<Secret> each : List.of(tls.ca(), tls.certificate(), tls.key())) {
            each.flatMap(Secret::file).ifPresent(file -> looks.add(look(file)));
        }
        return new TlsFiles(List.copyOf(looks));
    }

    private static String look(Path file) {
        try {
            return Files.getLastModifiedTime(file) + " " + Files.size(file);
        } catch (IOException e) {
            return "absent";
        }
    }
}
