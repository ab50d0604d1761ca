package tocsin.mesh.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.ssl.ClientAuth;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.mesh.wire.Certificates.Identity;
import tocsin.mesh.wire.Certificates.Material;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

final class WireTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @TempDir private Path folder;
    private final List<Wire> open = new ArrayList<>();
    private final BlockingQueue<String> refusals = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        open.forEach(Wire::close);
    }

    @Test
    void aLetterIsAnsweredAndOneThatNobodyListensToIsNot() throws Exception {
        String b = member("b", "x", Trust.CLEAR_TEXT);
        Wire a = wire("a", "x", Trust.CLEAR_TEXT);
        assertThat(ask(a, b, "echo", "hello")).isEqualTo("b heard hello");
        assertThat(failure(a, b, "nobody")).isInstanceOf(Wire.NoListenerException.class);
        assertThat(failure(a, b, "never")).isInstanceOf(TimeoutException.class);
    }

    @Test
    void membersOfAnotherLabelAreStrangers() throws Exception {
        String b = member("b", "production", Trust.CLEAR_TEXT);
        Wire a = wire("a", "staging", Trust.CLEAR_TEXT);
        assertThat(failure(a, b, "echo")).isNotNull();
        assertThat(refusals.poll(10, TimeUnit.SECONDS)).isEqualTo("label");
    }

    @Test
    void whatAStrangerClaimsToSendIsRefusedBeforeItIsRead() throws Exception {
        String b = member("b", "x", Trust.CLEAR_TEXT);
        int port = Integer.parseInt(b.substring(b.indexOf(':') + 1));
        assertThat(hungUpAfter(port, ByteBuffer.allocate(4).putInt(1 << 30).array())).isTrue();
        assertThat(refusals.poll(10, TimeUnit.SECONDS)).isEqualTo("size");
        byte[] early = ByteBuffer.allocate(16).putInt(12).put((byte) 2).array();
        assertThat(hungUpAfter(port, early)).isTrue();
        byte[] noise = ByteBuffer.allocate(9).putInt(5).putInt(0x7f7f7f7f).array();
        assertThat(hungUpAfter(port, noise)).isTrue();
    }

    @Test
    void onlyWhoShowsACertificateOfOurAuthorityIsLetIn() throws Exception {
        Material ours = material("ours");
        String b = member("b", "x", new Certificates(() -> ours));
        Wire a = wire("a", "x", new Certificates(() -> ours));
        assertThat(ask(a, b, "echo", "hello")).isEqualTo("b heard hello");
        Material theirs = material("theirs");
        Wire stranger = wire("c", "x", new Certificates(() -> trusting(theirs)));
        assertThat(failure(stranger, b, "echo")).isNotNull();
        Wire clear = wire("d", "x", Trust.CLEAR_TEXT);
        assertThat(failure(clear, b, "echo")).isNotNull();
    }

    @Test
    void certificatesThatWereReplacedAreUsedFromTheNextConnectionOn() throws Exception {
        Material before = material("before");
        Material after = material("after");
        var now = new AtomicReference<>(before);
        String b = member("b", "x", new Certificates(now::get));
        assertThat(ask(wire("a", "x", new Certificates(() -> before)), b, "echo", "1"))
                .isEqualTo("b heard 1");
        now.set(after);
        assertThat(ask(wire("c", "x", new Certificates(() -> after)), b, "echo", "2"))
                .isEqualTo("b heard 2");
        assertThat(failure(wire("d", "x", new Certificates(() -> before)), b, "echo")).isNotNull();
    }

    @Test
    void whoHasTheSharedSecretIsLetInAndNobodyElse() throws Exception {
        String b = member("b", "x", new SharedSecret("correct horse battery staple"));
        Wire a = wire("a", "x", new SharedSecret("correct horse battery staple"));
        assertThat(ask(a, b, "echo", "hello")).isEqualTo("b heard hello");
        Wire stranger = wire("c", "x", new SharedSecret("incorrect horse battery staple"));
        assertThat(failure(stranger, b, "echo")).isNotNull();
        assertThat(failure(wire("d", "x", Trust.CLEAR_TEXT), b, "echo")).isNotNull();
        assertThatThrownBy(() -> new SharedSecret("short"))
                .hasMessageContaining("at least 16 characters");
    }

    @Test
    void aCertificateThatNamesAMemberSpeaksForNoOther() throws Exception {
        Material ofAlice = material("alice", "san=dns:localhost,uri:tocsin:member:alice");
        Material trusting = trusting(ofAlice);
        String b = member("b", "x", new Certificates(() -> trusting(ofAlice)));
        assertThat(failure(wire("alice", "x", new Certificates(() -> trusting)), b, "echo"))
                .as("b itself shows alice's certificate")
                .isNotNull();
        assertThat(refusals.poll(10, TimeUnit.SECONDS)).isEqualTo("identity");
        String alice = member("alice", "x", new Certificates(() -> ofAlice));
        Wire other = wire("alice", "x", new Certificates(() -> ofAlice));
        assertThat(ask(other, alice, "echo", "1")).isEqualTo("alice heard 1");
    }

    private static Material trusting(Material of) {
        return new Material(
                of.server(),
                of.client(),
                of.clientAuthorities(),
                List.of(),
                of.asked(),
                of.verified(),
                of.allowedNames(),
                of.serverName(),
                true);
    }

    private Material material(String name) throws Exception {
        return material(name, "san=dns:localhost");
    }

    private Material material(String name, String extension) throws Exception {
        Identity identity = identity(name, extension);
        return new Material(
                identity,
                Optional.of(identity),
                identity.chain(),
                identity.chain(),
                ClientAuth.REQUIRE,
                true,
                Set.of("localhost"),
                Optional.of("localhost"),
                false);
    }

    private Identity identity(String name, String extension)
            throws IOException, InterruptedException, GeneralSecurityException {
        Path store = folder.resolve(name);
        String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process made =
                new ProcessBuilder(
                                List.of(
                                        keytool,
                                        "-genkeypair",
                                        "-alias",
                                        "m",
                                        "-keyalg",
                                        "EC",
                                        "-dname",
                                        "CN=" + name,
                                        "-ext",
                                        extension,
                                        "-storetype",
                                        "PKCS12",
                                        "-storepass",
                                        "changeit",
                                        "-keystore",
                                        store.toString()))
                        .redirectErrorStream(true)
                        .start();
        made.getInputStream().readAllBytes();
        assertThat(made.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, "changeit".toCharArray());
        }
        return new Identity(
                List.of((X509Certificate) keys.getCertificate("m")),
                (PrivateKey) keys.getKey("m", "changeit".toCharArray()));
    }

    private static String ask(Wire from, String to, String subject, String text)
            throws InterruptedException, ExecutionException {
        return new String(
                from.ask(to, subject, text.getBytes(StandardCharsets.UTF_8), PATIENCE).get(),
                StandardCharsets.UTF_8);
    }

    private static Throwable failure(Wire from, String to, String subject)
            throws InterruptedException {
        try {
            from.ask(to, subject, new byte[0], Duration.ofMillis(1_500)).get();
            throw new AssertionError("was answered");
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }

    private static boolean hungUpAfter(int port, byte[] bytes) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write(bytes);
            out.flush();
            InputStream in = socket.getInputStream();
            byte[] greeting = new byte[512];
            while (in.read(greeting) >= 0) {
                assertThat(greeting).isNotNull();
            }
            return true;
        }
    }

    private String member(String name, String label, Trust trust) throws Exception {
        int port = port();
        open(name, label, port, trust);
        return "127.0.0.1:" + port;
    }

    private Wire wire(String name, String label, Trust trust) throws Exception {
        return open(name, label, port(), trust);
    }

    private Wire open(String name, String label, int port, Trust trust) throws Exception {
        var listen = new InetSocketAddress("127.0.0.1", port);
        Wire wire =
                Wire.open(
                        new Wire.Settings(
                                name, label, listen, "127.0.0.1:" + port, trust, PATIENCE),
                        new Echo(name));
        open.add(wire);
        return wire;
    }

    private static int port() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private final class Echo implements Wire.Listener {
        private final String name;

        private Echo(String name) {
            this.name = name;
        }

        @Override
        public CompletableFuture<byte[]> received(String from, String subject, byte[] content) {
            return Map.<String, CompletableFuture<byte[]>>of(
                            "echo",
                            CompletableFuture.completedFuture(
                                    (name + " heard " + new String(content, StandardCharsets.UTF_8))
                                            .getBytes(StandardCharsets.UTF_8)),
                            "never",
                            new CompletableFuture<>())
                    .getOrDefault(
                            subject,
                            CompletableFuture.failedFuture(new Wire.NoListenerException(subject)));
        }

        @Override
        public void refused(String reason) {
            refusals.add(reason);
        }
    }
}
