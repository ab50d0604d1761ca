package tocsin.server.http;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;

import java.lang.reflect.Method;

/// Stands before every method of every resource, behind the matching of paths, so that no spelling
/// of a path leads past it: asks for the role that the method needs.
public final class Roles implements DynamicFeature {
    private final Counter forbidden;

    Roles(PrometheusRegistry registry) {
        forbidden =
                Counter.builder()
                        .name("tocsin_http_requests_forbidden_total")
                        .help("Requests of users whose role may not do what they asked for.")
                        .labelNames("needed")
                        .register(registry);
    }

    @Override
    public void configure(ResourceInfo info, FeatureContext context) {
        context.register(new Gate(needed(info.getResourceMethod())));
    }

    /// The role that a method of a resource needs.
    public static Role needed(Method method) {
        Needs own = method.getAnnotation(Needs.class);
        if (own != null) {
            return own.value();
        }
        Needs all = method.getDeclaringClass().getAnnotation(Needs.class);
        if (all != null) {
            return all.value();
        }
        boolean reads =
                method.isAnnotationPresent(GET.class)
                        || method.isAnnotationPresent(HEAD.class)
                        || method.isAnnotationPresent(OPTIONS.class);
        return reads ? Role.VIEWER : Role.EDITOR;
    }

    private final class Gate implements ContainerRequestFilter {
        private final Role needed;

        private Gate(Role needed) {
            this.needed = needed;
        }

        @Override
        public void filter(ContainerRequestContext request) {
            Caller caller = Caller.of(request.getProperty(Caller.ATTRIBUTE));
            caller.leaveIn(request.getHeaders());
            if (!caller.role().includes(needed)) {
                forbidden.labelValues(needed.word()).inc();
                throw new RoleException(caller, needed);
            }
        }
    }
}
