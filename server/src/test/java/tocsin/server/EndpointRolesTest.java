package tocsin.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;

import org.junit.jupiter.api.Test;

import tocsin.server.http.Role;
import tocsin.server.http.Roles;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Set;
import java.util.TreeSet;

/// Which role each endpoint needs that is not a `GET` for everybody who may look. Whoever adds one
/// writes it down here.
class EndpointRolesTest {
    private static final String NEEDED =
            """
            DELETE /api/tocsin/v1/outbox editor
            DELETE /api/tocsin/v1/outbox/{id} editor
            DELETE /api/tocsin/v1/replay/{id} editor
            DELETE /api/v2/silence/{id} editor
            GET /api/tocsin/v1/template/data editor
            POST /-/reload admin
            POST /api/tocsin/v1/inbox editor
            POST /api/tocsin/v1/outbox/retry editor
            POST /api/tocsin/v1/outbox/{id}/retry editor
            POST /api/tocsin/v1/receivers/{name}/test editor
            POST /api/tocsin/v1/replay editor
            POST /api/v1/admin/tsdb/clean_tombstones admin
            POST /api/v1/admin/tsdb/delete_series admin
            POST /api/v1/admin/tsdb/snapshot admin
            POST /api/v1/format_query viewer
            POST /api/v1/labels viewer
            POST /api/v1/otlp/v1/metrics editor
            POST /api/v1/parse_query viewer
            POST /api/v1/query viewer
            POST /api/v1/query_exemplars viewer
            POST /api/v1/query_range viewer
            POST /api/v1/read viewer
            POST /api/v1/series viewer
            POST /api/v1/write editor
            POST /api/v2/alerts editor
            POST /api/v2/silences editor
            POST /silences/new editor
            POST /silences/{id}/edit editor
            POST /silences/{id}/expire editor
            PUT /api/v1/admin/tsdb/clean_tombstones admin
            PUT /api/v1/admin/tsdb/delete_series admin
            PUT /api/v1/admin/tsdb/snapshot admin
            """;

    @Test
    void everyEndpointsRoleIsWrittenDown() {
        var found = new TreeSet<String>();
        var classes =
                new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("tocsin.server");
        for (JavaClass type : classes) {
            if (type.isAnnotatedWith(Path.class)) {
                for (Method method : type.reflect().getDeclaredMethods()) {
                    add(found, type.reflect().getAnnotation(Path.class).value(), method);
                }
            }
        }
        assertThat(found).containsExactlyElementsOf(NEEDED.lines().toList());
    }

    private static void add(Set<String> found, String base, Method method) {
        for (Annotation annotation : method.getAnnotations()) {
            HttpMethod http = annotation.annotationType().getAnnotation(HttpMethod.class);
            Role needed = Roles.needed(method);
            boolean plain = http != null && http.value().matches("GET|HEAD|OPTIONS");
            if (http != null && !(plain && needed == Role.VIEWER)) {
                Path below = method.getAnnotation(Path.class);
                String path = base + (below == null ? "" : "/" + below.value());
                found.add(http.value() + " " + path + " " + needed.word());
            }
        }
    }
}
