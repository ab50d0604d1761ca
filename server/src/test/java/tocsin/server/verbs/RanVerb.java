package tocsin.server.verbs;

import tocsin.server.verbs.Verbs.Streams;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// What a verb did that ran in this process; without a file of defaults where none is given.
record RanVerb(int status, String out, String err) {
    static RanVerb of(String... arguments) {
        return of(ConfigDefaults.of(List.of()), "", arguments);
    }

    static RanVerb of(ConfigDefaults defaults, String in, String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var streams =
                new Streams(
                        new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8));
        int status = Verbs.run(streams, defaults, arguments);
        return new RanVerb(
                status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
