package tocsin.storage.read;

import tocsin.labels.Matcher;
import tocsin.promql.source.Patience;
import tocsin.promql.source.SeriesSource;
import tocsin.promql.source.SourceException;
import tocsin.storage.read.ReadRequest.Query;
import tocsin.storage.remote.Transport;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Series that another server keeps, read by remote read and evaluated here. The next server is
/// asked when one is away or in trouble; one that says that the request is wrong is believed. A
/// failure is never an empty answer.
public final class RemoteReadSource implements SeriesSource {
    private static final int SHOWN = 200;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);
    private static final Map<String, String> HEADERS =
            Map.of(
                    "Content-Type",
                    "application/x-protobuf",
                    "Content-Encoding",
                    "snappy",
                    "Accept-Encoding",
                    "snappy",
                    "X-Prometheus-Remote-Read-Version",
                    "0.1.0");

    private final Settings settings;
    private final Transport transport;

    /// How a store elsewhere is read.
    ///
    /// @param servers to ask, in order: addresses of remote read, such as
    ///   `http://prometheus:9090/api/v1/read`
    /// @param timeout of one request
    /// @param chunks whether chunks are asked for where the server can give them, which costs it
    ///   less than samples
    /// @param mostSamples of one answer
    public record Settings(List<URI> servers, Duration timeout, boolean chunks, long mostSamples) {
        /// Copies the list; refuses an empty one.
        public Settings {
            servers = List.copyOf(servers);
            if (servers.isEmpty() || timeout.isNegative() || timeout.isZero()) {
                throw new IllegalArgumentException("no server to read from, or no time for it");
            }
        }
    }

    /// A source that asks these servers.
    public RemoteReadSource(Settings settings, Transport transport) {
        this.settings = settings;
        this.transport = transport;
    }

    @Override
    public Selector prepare(List<Matcher> matchers) {
        List<Matcher> own = List.copyOf(matchers);
        return new Selector() {
            @Override
            public Selection select(long fromExclusive, long toInclusive, Patience patience)
                    throws SourceException {
                long from = fromExclusive == Long.MAX_VALUE ? fromExclusive : fromExclusive + 1;
                return ask(new Query(from, toInclusive, own), patience);
            }

            @Override
            public void close() {}
        };
    }

    private Selection ask(Query query, Patience patience) throws SourceException {
        List<Integer> forms =
                settings.chunks()
                        ? List.of(ReadRequest.CHUNKS, ReadRequest.SAMPLES)
                        : List.of(ReadRequest.SAMPLES);
        byte[] body = Transport.packed(new ReadRequest(List.of(query), forms).toBytes());
        var failures = new StringBuilder();
        for (URI server : settings.servers()) {
            try {
                Transport.Answer answer = post(server, body, patience);
                if (answer.status() / 100 == 2) {
                    return new Selection(
                            ReadAnswer.read(
                                    answer.contentType(),
                                    answer.body(),
                                    settings.mostSamples(),
                                    patience),
                            List.of());
                }
                String why = "status " + answer.status() + ": " + shown(answer.body());
                if (answer.status() / 100 == 4 && answer.status() != 429) {
                    throw new SourceException(
                            "remote read: " + Transport.shown(server) + ": " + why);
                }
                failure(failures, server, why);
            } catch (IOException e) {
                failure(failures, server, String.valueOf(e.getMessage()));
            }
        }
        throw new SourceException("no server answered the remote read: " + failures);
    }

    /// Posts from a thread of its own, which is interrupted when nobody waits any more.
    private Transport.Answer post(URI server, byte[] body, Patience patience) throws IOException {
        var asked =
                new FutureTask<>(() -> transport.post(server, HEADERS, body, settings.timeout()));
        Thread.ofVirtual().name("remote-read").start(asked);
        try {
            while (true) {
                patience.ask();
                try {
                    return asked.get(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
                } catch (TimeoutException _) {
                    // Whoever waits is asked again, as long as the transport takes.
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            asked.cancel(true);
        }
    }

    private static void failure(StringBuilder failures, URI server, String why) {
        failures.append(failures.isEmpty() ? "" : "; ").append(Transport.shown(server));
        failures.append(": ").append(why);
    }

    private static String shown(byte[] body) {
        return new String(body, 0, Math.min(body.length, SHOWN), StandardCharsets.UTF_8).strip();
    }
}
