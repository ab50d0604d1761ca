package tocsin.integration;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// An HTTP server of one's own making, down to the bytes, so that it can also answer as no good
/// server would. Answers are given in the order planned, the last one for ever.
public final class Sink implements AutoCloseable {
    private final ServerSocket server;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final Deque<Reply> plan = new ArrayDeque<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    /// What came.
    public record Request(String method, String target, Map<String, String> headers, String body) {
        /// The body as JSON.
        public Map<String, Object> json() {
            return Json.object(body);
        }

        /// A header; empty when it is not there.
        public String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }
    }

    /// How one request is answered.
    @FunctionalInterface
    public interface Reply {
        /// Answers; the connection is closed afterwards.
        void to(Socket socket, Sink sink) throws IOException, InterruptedException;
    }

    /// A sink on loopback.
    public Sink(Reply... replies) {
        plan.addAll(List.of(replies));
        try {
            server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    /// A reply with a status and JSON.
    public static Reply json(int status, String json) {
        return reply(status, "Content-Type: application/json\r\n", json);
    }

    /// A reply with a status and a text.
    public static Reply text(int status, String text) {
        return reply(status, "Content-Type: text/plain\r\n", text);
    }

    /// A reply with headers, each ended by CR LF.
    public static Reply reply(int status, String headers, String body) {
        return (socket, _) -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            String length = status == 204 ? "" : "Content-Length: " + bytes.length + "\r\n";
            socket.getOutputStream()
                    .write(
                            ("HTTP/1.1 "
                                            + status
                                            + " Said\r\n"
                                            + headers
                                            + length
                                            + "Connection: close\r\n\r\n"
                                            + body)
                                    .getBytes(StandardCharsets.UTF_8));
        };
    }

    /// Never answers.
    public static Reply hang() {
        return (_, sink) -> sink.closed.await();
    }

    /// Breaks the connection off.
    public static Reply reset() {
        return (socket, _) -> socket.setSoLinger(true, 0);
    }

    /// Answers at once that it will, and lets the body come one byte at a time.
    public static Reply drip(int status) {
        return (socket, sink) -> {
            OutputStream out = socket.getOutputStream();
            out.write(
                    ("HTTP/1.1 "
                                    + status
                                    + " Said\r\nContent-Type: application/json\r\n"
                                    + "Content-Length: 100000\r\n\r\n{")
                            .getBytes(StandardCharsets.US_ASCII));
            while (!sink.closed.await(50, TimeUnit.MILLISECONDS)) {
                out.write(' ');
                out.flush();
            }
        };
    }

    /// Lets even the headers come one byte at a time.
    public static Reply dripHead() {
        return (socket, sink) -> {
            OutputStream out = socket.getOutputStream();
            out.write("HTTP/1.1 200 Said\r\nX: ".getBytes(StandardCharsets.US_ASCII));
            while (!sink.closed.await(50, TimeUnit.MILLISECONDS)) {
                out.write('x');
                out.flush();
            }
        };
    }

    /// Breaks off within the body.
    public static Reply cutOff(int status) {
        return (socket, _) ->
                socket.getOutputStream()
                        .write(
                                ("HTTP/1.1 "
                                                + status
                                                + " Said\r\nContent-Type: application/json\r\n"
                                                + "Content-Length: 1000\r\n\r\n{\"ok\"")
                                        .getBytes(StandardCharsets.US_ASCII));
    }

    /// Answers without end.
    public static Reply flood(int status) {
        return (socket, _) -> {
            OutputStream out = socket.getOutputStream();
            out.write(
                    ("HTTP/1.1 "
                                    + status
                                    + " Said\r\nContent-Type: text/plain\r\n"
                                    + "Content-Length: 1000000000\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            byte[] much = "x".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 10_000; i++) {
                out.write(much);
            }
        };
    }

    /// Where it listens.
    public String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    /// Where it listens.
    public int port() {
        return server.getLocalPort();
    }

    /// What came so far.
    public List<Request> requests() {
        return requests;
    }

    /// The only request.
    public Request request() {
        if (requests.size() != 1) {
            throw new AssertionError(requests.size() + " requests: " + requests);
        }
        return requests.getFirst();
    }

    /// Plans further replies.
    public Sink then(Reply... replies) {
        plan.addAll(List.of(replies));
        return this;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (SocketException e) {
                return;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            Request request = read(socket.getInputStream());
            if (request == null) {
                return;
            }
            Reply reply;
            requests.add(request);
            reply = plan.size() > 1 ? plan.removeFirst() : plan.getFirst();
            reply.to(socket, this);
        } catch (IOException | InterruptedException e) {
            // the other side went away, which some tests want
        }
    }

    private static Request read(InputStream in) throws IOException {
        String first = line(in);
        if (first.isEmpty()) {
            return null;
        }
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.merge(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip(),
                    (a, b) -> a + "," + b);
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        String[] parts = first.split(" ");
        String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        return new Request(parts[0], parts[1], headers, body);
    }

    private static String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
