package tocsin.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// What the modules' POMs cannot say: who may read the clock, wait, or roll dice; that packages of
/// the three thinking modules have never met; that no package is called after nothing.
class ArchitectureTest {
    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .withImportOption((Location location) -> !location.contains("/test-classes/"))
                    .importPackages("tocsin");

    /// The wall clock, and waiting: where loops, threads and sockets are made, and at the doors.
    private static final List<String> MAY_READ_THE_CLOCK =
            List.of(
                    "tocsin.loop",
                    "tocsin.server",
                    "tocsin.durable",
                    "tocsin.mesh.atomix",
                    "tocsin.mesh.wire",
                    "tocsin.http");

    /// Durations of work may be measured in a few more places; nothing is decided by them but when
    /// to give up.
    private static final List<String> MAY_MEASURE =
            List.of("tocsin.promql.eval", "tocsin.storage", "tocsin.gotemplate");

    private static final List<String> MAY_ROLL_DICE =
            List.of("tocsin.server", "tocsin.mesh.atomix");

    private static final Map<String, Set<String>> CLOCK =
            Map.of(
                    "java.time.Instant", Set.of("now"),
                    "java.time.LocalTime", Set.of("now"),
                    "java.time.ZonedDateTime", Set.of("now"),
                    "java.time.Clock", Set.of("systemUTC", "systemDefaultZone", "system"),
                    "java.lang.System", Set.of("currentTimeMillis", "nanoTime"),
                    "java.lang.Thread", Set.of("sleep"));

    private static final Map<String, Set<String>> DICE =
            Map.of(
                    "java.util.UUID", Set.of("randomUUID"),
                    "java.lang.Math", Set.of("random"),
                    "java.util.concurrent.ThreadLocalRandom", Set.of("current"));

    @Test
    void onlyLoopsAndDoorsReadTheClock() {
        var found = new TreeSet<String>();
        for (JavaClass type : CLASSES) {
            boolean measures = isIn(type, MAY_MEASURE);
            if (isIn(type, MAY_READ_THE_CLOCK)) {
                continue;
            }
            for (JavaAccess<?> access : type.getAccessesFromSelf()) {
                if (is(access, CLOCK) && !(measures && access.getName().equals("nanoTime"))) {
                    found.add(access.getDescription());
                }
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void chanceIsHandedIn() {
        var found = new TreeSet<String>();
        for (JavaClass type : CLASSES) {
            for (JavaAccess<?> access : type.getAccessesFromSelf()) {
                boolean unseeded =
                        access.getTargetOwner().getName().equals("java.util.Random")
                                && access.getDescription().contains("<init>()");
                if (!isIn(type, MAY_ROLL_DICE) && (unseeded || is(access, DICE))) {
                    found.add(access.getDescription());
                }
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void noPackageIsNamedAfterNothing() {
        var found = new TreeSet<String>();
        Set<String> nothing = Set.of("util", "utils", "common", "impl", "core", "manager", "misc");
        for (JavaClass type : CLASSES) {
            for (String part : type.getPackageName().split("\\.", -1)) {
                if (nothing.contains(part)) {
                    found.add(type.getPackageName());
                }
            }
        }
        assertThat(found).isEmpty();
    }

    /// The pipeline, the rules and the mesh are joined by the server, and by nobody else.
    @Test
    void theThreeThatThinkHaveNeverMet() {
        List<List<String>> thinking =
                List.of(
                        List.of("tocsin.promql", "tocsin.rules"),
                        List.of("tocsin.mesh"),
                        List.of(
                                "tocsin.alerts",
                                "tocsin.dispatch",
                                "tocsin.history",
                                "tocsin.inhibit",
                                "tocsin.nflog",
                                "tocsin.notify",
                                "tocsin.pipeline",
                                "tocsin.routing",
                                "tocsin.silence",
                                "tocsin.timeinterval"));
        var found = new TreeSet<String>();
        for (JavaClass type : CLASSES) {
            for (List<String> own : thinking) {
                if (isIn(type, own)) {
                    thinking.stream()
                            .filter(other -> other != own)
                            .forEach(other -> met(type, other, found));
                }
            }
        }
        assertThat(found).isEmpty();
    }

    private static void met(JavaClass type, List<String> other, Set<String> into) {
        type.getDirectDependenciesFromSelf().stream()
                .filter(dependency -> isIn(dependency.getTargetClass(), other))
                .forEach(dependency -> into.add(dependency.getDescription()));
    }

    @Test
    void thereIsSomethingToCheck() {
        assertThat(CLASSES.size()).isGreaterThan(300);
        assertThat(CLASSES.contain("tocsin.mesh.Mesh")).isTrue();
        assertThat(CLASSES.contain("tocsin.dispatch.Dispatcher")).isTrue();
        assertThat(CLASSES.contain("tocsin.rules.RuleManager")).isTrue();
    }

    private static boolean is(JavaAccess<?> access, Map<String, Set<String>> forbidden) {
        return forbidden
                .getOrDefault(access.getTargetOwner().getName(), Set.of())
                .contains(access.getName());
    }

    private static boolean isIn(JavaClass type, List<String> packages) {
        String name = type.getPackageName();
        return packages.stream().anyMatch(each -> name.equals(each) || name.startsWith(each + "."));
    }
}
