package tocsin.gates;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.SynchronizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/// What no compiler warns of: the limits of STYLE (files, methods, parameters), a doc comment on
/// every top-level type, and no monitors.
class ConventionsTest {
    private static final int FILE_LINES = 400;
    private static final int METHOD_LINES = 40;
    private static final int PARAMETERS = 6;

    @Test
    void everySourceKeepsTheConventions() throws IOException {
        var violations = new ArrayList<String>();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            var units = files.getJavaFileObjectsFromPaths(Sources.all());
            var task =
                    (JavacTask)
                            compiler.getTask(
                                    null, files, _ -> {}, List.of("-proc:none"), null, units);
            DocTrees docs = DocTrees.instance(task);
            for (CompilationUnitTree unit : task.parse()) {
                new Inspection(unit, docs, violations).scan(unit, null);
            }
        }
        assertThat(violations).isEmpty();
    }

    private static final class Inspection extends TreePathScanner<Void, Void> {
        private final CompilationUnitTree unit;
        private final DocTrees docs;
        private final List<String> violations;
        private final String file;
        private final boolean test;

        Inspection(CompilationUnitTree unit, DocTrees docs, List<String> violations) {
            Path path = Path.of(unit.getSourceFile().toUri());
            this.unit = unit;
            this.docs = docs;
            this.violations = violations;
            this.file = Sources.relative(path.toAbsolutePath().normalize());
            this.test = Sources.isTest(path);
            long lines = unit.getLineMap().getLineNumber(Sources.text(path).length() - 1);
            if (lines > FILE_LINES) {
                violations.add(file + ": " + lines + " lines, at most " + FILE_LINES);
            }
        }

        @Override
        public Void visitClass(ClassTree type, Void none) {
            boolean topLevel = getCurrentPath().getParentPath().getLeaf() == unit;
            DocCommentTree doc = docs.getDocCommentTree(getCurrentPath());
            if (topLevel && !test && doc == null) {
                violations.add(at(type) + "type " + type.getSimpleName() + " has no doc comment");
            }
            return super.visitClass(type, none);
        }

        @Override
        public Void visitMethod(MethodTree method, Void none) {
            long lines = line(end(method)) - line(start(method)) + 1;
            if (lines > METHOD_LINES) {
                violations.add(
                        at(method)
                                + method.getName()
                                + " has "
                                + lines
                                + " lines, at most "
                                + METHOD_LINES);
            }
            boolean constructor = method.getName().contentEquals("<init>");
            if (!constructor && method.getParameters().size() > PARAMETERS) {
                violations.add(at(method) + method.getName() + " has too many parameters");
            }
            if (method.getModifiers().getFlags().contains(Modifier.SYNCHRONIZED)) {
                violations.add(at(method) + method.getName() + " is synchronized");
            }
            return super.visitMethod(method, none);
        }

        @Override
        public Void visitSynchronized(SynchronizedTree block, Void none) {
            violations.add(at(block) + "a synchronized block");
            return super.visitSynchronized(block, none);
        }

        private String at(Tree tree) {
            return file + ":" + line(start(tree)) + ": ";
        }

        private long start(Tree tree) {
            return docs.getSourcePositions().getStartPosition(unit, tree);
        }

        private long end(Tree tree) {
            return docs.getSourcePositions().getEndPosition(unit, tree);
        }

        private long line(long position) {
            return unit.getLineMap().getLineNumber(position);
        }
    }
}
