package tocsin.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/// Paths in which `*`, `?` and `[…]` stand for characters of one name, as Go's `filepath.Glob` has
/// it: braces mean nothing, and a caret negates. Rule files and template files are named so.
public final class Globs {
    /// How many files one pattern may name.
    public static final int MOST = 10_000;

    private Globs() {}

    /// The regular files that match, in the order of their names; none is no error, for files may
    /// come later.
    ///
    /// @param folder from which relative patterns count
    /// @throws IOException with the reason in its message: a folder that cannot be listed, a
    ///   pattern that is none, too many files
    public static List<Path> matching(String glob, Path folder) throws IOException {
        return matching(glob, folder, MOST);
    }

    static List<Path> matching(String glob, Path folder, int most) throws IOException {
        List<Path> found = List.of(glob.startsWith("/") ? Path.of("/") : folder);
        try {
            for (String name : glob.split("/", -1)) {
                found = name.isEmpty() ? found : step(found, name, most);
            }
        } catch (PatternSyntaxException _) {
            throw new IOException("syntax error in pattern");
        }
        return found.stream().filter(Files::isRegularFile).toList();
    }

    private static List<Path> step(List<Path> folders, String name, int most) throws IOException {
        var next = new ArrayList<Path>();
        boolean isPlain = name.chars().noneMatch(c -> "*?[\\".indexOf(c) >= 0);
        for (Path folder : folders) {
            if (isPlain) {
                Path path = folder.resolve(name);
                if (Files.exists(path)) {
                    next.add(path);
                }
            } else if (Files.isDirectory(folder)) {
                next.addAll(listed(folder, name));
            }
            if (next.size() > most) {
                throw new IOException("names more than " + most + " files");
            }
        }
        return next;
    }

    private static List<Path> listed(Path folder, String name) throws IOException {
        String pattern = name.replace("{", "\\{").replace("}", "\\}").replace("[^", "[!");
        PathMatcher matcher = folder.getFileSystem().getPathMatcher("glob:" + pattern);
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> matcher.matches(entry.getFileName())).sorted().toList();
        } catch (IOException e) {
            throw new IOException(folder + " cannot be listed: " + e, e);
        }
    }
}
