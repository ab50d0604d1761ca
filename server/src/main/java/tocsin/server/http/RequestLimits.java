package tocsin.server.http;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/// Bounds what is served at once: GET requests beyond the limit are refused at once, without a
/// queue, and so can never keep writes from getting through. A request that takes longer than the
/// timeout is given up.
final class RequestLimits implements Filter {
    private final int concurrency;
    private final Semaphore gets;
    private final Deadlines deadlines;
    private final Counter refused;
    private final Gauge inFlight;

    RequestLimits(int concurrency, Duration timeout, PrometheusRegistry metrics) {
        this.concurrency = concurrency;
        this.gets = new Semaphore(concurrency);
        this.deadlines = new Deadlines(timeout);
        this.refused =
                Counter.builder()
                        .name("alertmanager_http_concurrency_limit_exceeded_total")
                        .help(
                                "Total number of times an HTTP request failed because the"
                                        + " concurrency limit was reached.")
                        .labelNames("method")
                        .register(metrics);
        this.refused.initLabelValues("get");
        this.inFlight =
                Gauge.builder()
                        .name("alertmanager_http_requests_in_flight")
                        .help("Current number of HTTP requests being processed.")
                        .labelNames("method")
                        .register(metrics);
        this.inFlight.initLabelValues("get");
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        var http = (HttpServletRequest) request;
        if (!http.getMethod().equals("GET")) {
            deadlines.run(http, (HttpServletResponse) response, chain);
            return;
        }
        if (!gets.tryAcquire()) {
            refuse((HttpServletResponse) response);
            return;
        }
        inFlight.labelValues("get").inc();
        try {
            deadlines.run(http, (HttpServletResponse) response, chain);
        } finally {
            inFlight.labelValues("get").dec();
            gets.release();
        }
    }

    private void refuse(HttpServletResponse response) throws IOException {
        refused.labelValues("get").inc();
        response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        response.setContentType("text/plain; charset=utf-8");
        response.getWriter()
                .write(
                        "Limit of concurrent GET requests reached ("
                                + concurrency
                                + "), try again later.\n\n");
    }
}
