package tocsin.template;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/// Finds the files that `templates` names: paths in which `*`, `?` and `[…]` stand for characters
/// of one name, as Go's `filepath.Glob` has it.
public final class TemplateFiles {
    private TemplateFiles() {}

    /// The files that match, in order of their names; none matching is no error.
    ///
    /// @param folder from which relative patterns count
    public static List<Path> matching(String glob, Path folder) throws TemplateException {
        Path start = glob.startsWith("/") ? Path.of("/") : folder;
        List<Path> found = List.of(start);
        try {
            for (String name : glob.split("/", -1)) {
                found = name.isEmpty() ? found : step(found, name);
            }
        } catch (PatternSyntaxException _) {
            throw new TemplateException(glob + ": syntax error in pattern");
        } catch (IOException e) {
            throw new TemplateException(glob + ": " + e.getMessage());
        }
        return found.stream().filter(Files::isRegularFile).toList();
    }

    private static List<Path> step(List<Path> folders, String name) throws IOException {
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
        }
        return next;
    }

    private static List<Path> listed(Path folder, String name) throws IOException {
        // Braces mean nothing to Go, and a caret negates.
        String pattern = name.replace("{", "\\{").replace("}", "\\}").replace("[^", "[!");
        PathMatcher matcher = folder.getFileSystem().getPathMatcher("glob:" + pattern);
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> matcher.matches(entry.getFileName())).sorted().toList();
        }
    }
}
