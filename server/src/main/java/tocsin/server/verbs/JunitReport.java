package tocsin.server.verbs;

import tocsin.rules.unittest.Failure;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Results of unit tests as JUnit XML: a suite for each file.
final class JunitReport {
    private final Map<Path, Map<String, List<Failure>>> suites = new LinkedHashMap<>();

    void add(Path file, String test, List<Failure> failures) {
        Map<String, List<Failure>> suite = suites.computeIfAbsent(file, _ -> new LinkedHashMap<>());
        String name = test.isEmpty() ? "test " + (suite.size() + 1) : test;
        suite.put(suite.containsKey(name) ? name + " " + (suite.size() + 1) : name, failures);
    }

    void write(Path to) {
        TestRules.write(to, text());
    }

    private String text() {
        var out = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n");
        suites.forEach((file, tests) -> {
            long failed = tests.values().stream().filter(each -> !each.isEmpty()).count();
            out.append(
                    "  <testsuite name=\"%s\" tests=\"%d\" failures=\"%d\">\n"
                            .formatted(escaped(file.toString()), tests.size(), failed));
            tests.forEach((name, failures) -> {
                out.append("    <testcase name=\"%s\">\n".formatted(escaped(name)));
                for (Failure failure : failures) {
                    out.append("      <failure>")
                            .append(escaped(failure.text()))
                            .append("</failure>\n");
                }
                out.append("    </testcase>\n");
            });
            out.append("  </testsuite>\n");
        });
        return out.append("</testsuites>\n").toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
