package tocsin.server.metrics;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;

/// `/metrics`: text 0.0.4, or OpenMetrics for who asks for it.
@Path("/metrics")
public final class MetricsPage {
    private final ExpositionFormatWriter text = PrometheusTextFormatWriter.create();
    private final ExpositionFormatWriter openMetrics = OpenMetricsTextFormatWriter.create();
    private final PrometheusRegistry registry;

    /// The page of a registry.
    public MetricsPage(PrometheusRegistry registry) {
        this.registry = registry;
    }

    /// The metrics.
    @GET
    public Response get(
            @HeaderParam(HttpHeaders.ACCEPT) @Nullable String accept,
            @HeaderParam(HttpHeaders.ACCEPT_ENCODING) @Nullable String encodings)
            throws IOException {
        ExpositionFormatWriter writer = openMetrics.accepts(accept) ? openMetrics : text;
        boolean gzip = encodings != null && encodings.contains("gzip");
        var bytes = new ByteArrayOutputStream(64 * 1024);
        try (OutputStream out = gzip ? new GZIPOutputStream(bytes) : bytes) {
            writer.write(out, registry.scrape());
        }
        var response = Response.ok(bytes.toByteArray(), writer.getContentType());
        if (gzip) {
            response.header(HttpHeaders.CONTENT_ENCODING, "gzip");
        }
        return response.build();
    }
}
