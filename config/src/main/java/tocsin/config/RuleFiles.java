package tocsin.config;

import tocsin.rules.ExpressionSyntax;
import tocsin.rules.RuleFile;
import tocsin.rules.RuleGroupSpec;
import tocsin.yaml.Problems;
import tocsin.yaml.Problems.Problem;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Finds rule files by their globs, and reads them.
public final class RuleFiles {
    /// Files that all globs together may name.
    private static final int MOST_FILES = 10_000;

    private final Problems problems;

    private RuleFiles(Problems problems) {
        this.problems = problems;
    }

    /// The groups of all files, in the order of their names. Where something is wrong a problem is
    /// added, and what is returned must not be run.
    ///
    /// @param globs with `*`, `?` and `[…]` in any part of the path; one that names nothing is no
    ///   problem, for files may come later
    public static List<RuleGroupSpec> read(
            List<String> globs, ExpressionSyntax syntax, Problems problems) {
        var groups = new ArrayList<RuleGroupSpec>();
        for (FileRead read : readEach(find(globs, problems), syntax)) {
            read.problems().forEach(problems::add);
            groups.addAll(read.groups());
        }
        return groups;
    }

    /// The files that globs name, sorted.
    public static Set<Path> find(List<String> globs, Problems problems) {
        return new RuleFiles(problems).find(globs);
    }

    private Set<Path> find(List<String> globs) {
        var files = new TreeSet<Path>();
        for (String glob : globs) {
            find(glob, files);
        }
        return files;
    }

    /// What one file says.
    ///
    /// @param groups not to be run when there are problems
    public record FileRead(
            Path file, String text, List<RuleGroupSpec> groups, List<Problem> problems) {
        /// Copies the lists.
        public FileRead {
            groups = List.copyOf(groups);
            problems = List.copyOf(problems);
        }
    }

    /// What each of these files says, with its own problems.
    public static List<FileRead> readEach(Set<Path> files, ExpressionSyntax syntax) {
        var all = new ArrayList<FileRead>();
        for (Path file : files) {
            var own = new Problems();
            String text = new RuleFiles(own).text(file);
            List<RuleGroupSpec> groups =
                    own.isEmpty() ? RuleFile.read(file.toString(), text, syntax, own) : List.of();
            all.add(new FileRead(file, text, groups, own.all()));
        }
        return all;
    }

    private String text(Path file) {
        try {
            return Files.readString(file);
        } catch (MalformedInputException e) {
            problems.add(new Problem(file.toString(), 0, "", "is not UTF-8 text"));
        } catch (IOException e) {
            problems.add(new Problem(file.toString(), 0, "", "cannot be read: " + e));
        }
        return "";
    }

    private void find(String glob, Set<Path> into) {
        Path pattern = Path.of(glob);
        List<Path> found = new ArrayList<>();
        found.add(pattern.isAbsolute() ? pattern.getRoot() : Path.of(""));
        for (Path part : pattern) {
            found = next(found, part.toString(), glob);
        }
        found.stream().filter(Files::isRegularFile).forEach(into::add);
        if (into.size() > MOST_FILES) {
            problems.add(new Problem(glob, 0, "", "names more than " + MOST_FILES + " files"));
        }
    }

    private List<Path> next(List<Path> folders, String part, String glob) {
        var found = new ArrayList<Path>();
        boolean literal = part.chars().noneMatch(c -> "*?[\\".indexOf(c) >= 0);
        for (Path folder : folders) {
            if (literal) {
                Path file = folder.resolve(part);
                if (Files.exists(file)) {
                    found.add(file);
                }
            } else if (Files.isDirectory(folder) && found.size() <= MOST_FILES) {
                list(folder, part, glob, found);
            }
        }
        return found;
    }

    private void list(Path folder, String part, String glob, List<Path> into) {
        // Braces are no alternatives in upstream's globs.
        String pattern = part.replace("{", "\\{").replace("}", "\\}");
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, pattern)) {
            for (Path entry : entries) {
                into.add(entry);
            }
        } catch (IOException e) {
            problems.add(new Problem(glob, 0, "", folder + " cannot be listed: " + e));
        }
    }
}
