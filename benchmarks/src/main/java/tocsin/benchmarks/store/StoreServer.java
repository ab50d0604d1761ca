package tocsin.benchmarks.store;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.airlift.compress.v3.snappy.SnappyJavaDecompressor;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import tocsin.storage.ingest.IngestMetrics;
import tocsin.storage.ingest.Metadata;
import tocsin.storage.ingest.RemoteWriteReceiver;
import tocsin.storage.ingest.WriteOutcome;
import tocsin.storage.local.LocalStore;
import tocsin.storage.local.StoreSettings;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/// The store alone behind HTTP, so that it is measured without the rest of the server.
///
/// Arguments: the port on loopback, the folder.
public final class StoreServer {
    private StoreServer() {}

    /// Serves remote write until it is stopped.
    public static void main(String[] arguments) throws IOException {
        long begun = System.nanoTime();
        var registry = new PrometheusRegistry();
        StoreSettings settings = StoreSettings.of(Path.of(arguments[1]));
        LocalStore store = LocalStore.open(settings, registry, new Random(1));
        System.out.printf("open after %d ms%n", (System.nanoTime() - begun) / 1_000_000);
        var receiver =
                new RemoteWriteReceiver(
                        store, Clock.systemUTC(), new IngestMetrics(registry), new Metadata());
        var address =
                new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
        HttpServer server = HttpServer.create(address, 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/api/v1/write", exchange -> write(receiver, exchange));
        server.start();
        while (!Thread.interrupted()) {
            LockSupport.parkNanos(1_000_000_000);
            keep(store);
        }
    }

    private static void keep(LocalStore store) {
        try {
            store.sync();
        } catch (IOException e) {
            System.out.println(e);
        }
    }

    private static void write(RemoteWriteReceiver receiver, HttpExchange exchange)
            throws IOException {
        try (exchange) {
            byte[] packed = exchange.getRequestBody().readAllBytes();
            var snappy = new SnappyJavaDecompressor();
            byte[] message = new byte[snappy.getUncompressedLength(packed, 0)];
            snappy.decompress(packed, 0, packed.length, message, 0, message.length);
            WriteOutcome outcome = receiver.writeV1(message);
            int status =
                    switch (outcome) {
                        case WriteOutcome.Written _ -> 204;
                        case WriteOutcome.Refused _ -> 400;
                        case WriteOutcome.Failed _ -> 500;
                    };
            exchange.sendResponseHeaders(status, -1);
        }
    }
}
