package tocsin.http;

import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// What all senders of a process share: whom they may talk to, how long they wait, how they name
/// themselves, and the few threads that move their bytes.
public final class Network implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Network.class);
    private static final int MAX_THREADS = 1024;
    private static final int MIN_THREADS = 4;

    private final Rules rules;
    private volatile Destinations destinations;
    private final QueuedThreadPool threads;
    private final Scheduler scheduler;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Kind, Shared> clients = new HashMap<>();
    private final ByteBufferPool buffers = new ArrayByteBufferPool();

    /// What senders keep to.
    ///
    /// @param destinations whom they may talk to until something else is said
    /// @param userAgent the header of this name
    /// @param environment the process's, in which proxies may be named
    /// @param clock judges the age of tokens
    public record Rules(
            Destinations destinations,
            Limits limits,
            String userAgent,
            Map<String, String> environment,
            InstantSource clock) {
        /// Copies the environment.
        public Rules {
            environment = Map.copyOf(environment);
        }
    }

    /// How long and how much.
    ///
    /// @param whole how long a request and its answer may take together
    /// @param answerBytes how much of an answer is read
    public record Limits(Duration connect, Duration whole, int answerBytes) {
        /// Ten seconds, a minute, 16 KiB.
        public static final Limits DEFAULT =
                new Limits(Duration.ofSeconds(10), Duration.ofSeconds(60), 16 * 1024);
    }

    /// A network. It has no threads until the first request.
    public Network(Rules rules) {
        this.rules = rules;
        this.destinations = rules.destinations();
        this.threads = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
        threads.setName("http-out");
        threads.setDaemon(true);
        threads.setReservedThreads(0);
        this.scheduler = new ScheduledExecutorScheduler("http-out-timer", true);
    }

    /// What senders keep to.
    public Rules rules() {
        return rules;
    }

    /// Whom senders may talk to now.
    public Destinations destinations() {
        return destinations;
    }

    /// Replaces whom senders may talk to, from the next connection on.
    public void use(Destinations newDestinations) {
        destinations = newDestinations;
    }

    QueuedThreadPool threads() {
        LifeCycle.start(threads);
        return threads;
    }

    Scheduler scheduler() {
        LifeCycle.start(scheduler);
        return scheduler;
    }

    ByteBufferPool buffers() {
        return buffers;
    }

    /// What makes two senders speak alike: all of an `http_config` but what is said in each
    /// request. Each client has a thread of its own, which hundreds of receivers would not be
    /// given.
    ///
    /// @param files of TLS, as they are now
    record Kind(Tls tls, TlsFiles files, boolean http2, HttpSettings.Proxy proxy) {}

    /// A client, and how many senders use it.
    private record Shared(HttpClient client, int senders) {}

    /// The client of a kind, started for the first sender that needs it. Each lease must be ended.
    HttpClient lease(Kind kind, HttpSettings settings) throws IOException {
        lock.lock();
        try {
            Shared known = clients.get(kind);
            HttpClient client =
                    known == null ? new HttpClients(settings, this).start() : known.client();
            clients.put(kind, new Shared(client, known == null ? 1 : known.senders() + 1));
            return client;
        } finally {
            lock.unlock();
        }
    }

    /// A sender needs a client no longer: it is stopped with what is under way on it, once nobody
    /// does.
    void release(Kind kind) {
        HttpClient unused = null;
        lock.lock();
        try {
            Shared known = clients.get(kind);
            if (known != null && known.senders() > 1) {
                clients.put(kind, new Shared(known.client(), known.senders() - 1));
            } else if (known != null) {
                clients.remove(kind);
                unused = known.client();
            }
        } finally {
            lock.unlock();
        }
        if (unused != null) {
            stop(unused);
        }
    }

    /// How many clients there are.
    int clients() {
        lock.lock();
        try {
            return clients.size();
        } finally {
            lock.unlock();
        }
    }

    private static void stop(HttpClient client) {
        try {
            client.stop();
        } catch (Exception e) {
            LOG.atWarn().addKeyValue("err", e).log("An HTTP client did not stop cleanly");
        }
    }

    /// Stops all clients, then their threads: a thread that still waits on a client's connections
    /// would have to be waited for in vain.
    @Override
    public void close() {
        lock.lock();
        try {
            clients.values().forEach(shared -> stop(shared.client()));
            clients.clear();
        } finally {
            lock.unlock();
        }
        LifeCycle.stop(threads);
        LifeCycle.stop(scheduler);
    }
}
