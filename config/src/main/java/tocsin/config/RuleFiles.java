package tocsin.config;

import tocsin.files.Globs;
import tocsin.rules.ExpressionSyntax;
import tocsin.rules.RuleFile;
import tocsin.rules.RuleGroupSpec;
import tocsin.yaml.Problems;
import tocsin.yaml.Problems.Problem;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Finds rule files by their globs, and reads them.
public final class RuleFiles {
    private RuleFiles() {}

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
        var files = new TreeSet<Path>();
        for (String glob : globs) {
            try {
                files.addAll(Globs.matching(glob, Path.of("")));
            } catch (IOException e) {
                problems.add(new Problem(glob, 0, "", String.valueOf(e.getMessage())));
            }
            if (files.size() > Globs.MOST) {
                problems.add(
                        new Problem(
                                glob,
                                0,
                                "",
                                "names, with those before it, more than " + Globs.MOST + " files"));
            }
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
            String text = text(file, own);
            List<RuleGroupSpec> groups =
                    own.isEmpty() ? RuleFile.read(file.toString(), text, syntax, own) : List.of();
            all.add(new FileRead(file, text, groups, own.all()));
        }
        return all;
    }

    private static String text(Path file, Problems problems) {
        try {
            return Files.readString(file);
        } catch (MalformedInputException e) {
            problems.add(new Problem(file.toString(), 0, "", "is not UTF-8 text"));
        } catch (IOException e) {
            problems.add(new Problem(file.toString(), 0, "", "cannot be read: " + e));
        }
        return "";
    }
}
