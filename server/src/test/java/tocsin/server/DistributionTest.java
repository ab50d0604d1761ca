package tocsin.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.File;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// What Atomix's line drags in and a mesh has no use for does not ship, and is not missed: these
/// tests run on the distribution's class path and what testing adds to it, so what is absent here
/// is absent there, and members form, replicate and claim without it (`MainJobIT`).
class DistributionTest {
    private static final List<String> CLASS_PATH =
            Arrays.asList(
                    System.getProperty(
                                    "surefire.test.class.path",
                                    System.getProperty("java.class.path"))
                            .split(File.pathSeparator, -1));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.springframework.boot.SpringApplication",
                "org.springframework.context.ApplicationContext",
                "org.springframework.core.env.Environment",
                "kotlin.Unit",
                "kotlin.jvm.internal.Intrinsics",
                "org.camunda.bpm.model.xml.Model",
                "io.camunda.zeebe.model.bpmn.Bpmn",
                "io.camunda.zeebe.journal.Journal",
                "io.grpc.Channel",
                "org.apache.logging.log4j.core.Logger"
            })
    void isNotShipped(String type) {
        assertThat(getClass().getClassLoader().getResource(type.replace('.', '/') + ".class"))
                .isNull();
    }

    @Test
    void noLibraryBearsTheirNames() {
        assertThat(CLASS_PATH)
                .map(entry -> new File(entry).getName().toLowerCase(Locale.ROOT))
                .hasSizeGreaterThan(50)
                .noneMatch(name -> name.startsWith("spring-") || name.startsWith("kotlin-"))
                .noneMatch(name -> name.contains("bpmn") || name.startsWith("camunda-"));
    }

    /// Of Atomix's line, membership and messaging are shipped, and the utilities they are made of.
    @Test
    void ofAtomixThreeLibrariesShip() {
        assertThat(CLASS_PATH)
                .map(entry -> new File(entry).getName())
                .filteredOn(name -> name.startsWith("zeebe-"))
                .allMatch(name ->
                        name.matches("zeebe-(atomix-cluster|atomix-utils|util)-[0-9.]+\\.jar"))
                .hasSize(3);
    }
}
