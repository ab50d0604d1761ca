package tocsin.server;

import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/// The signals that a member answers, as a queue for the main thread to take from. Reloads
/// coalesce: one that waits is enough.
///
/// `sun.misc.Signal` is the only way to hear of SIGHUP, and the only way to end with status 0 on
/// SIGTERM; javac warns of its use and cannot be told not to, hence the reflection.
public final class Signals {
    /// What a signal asks for.
    public enum Request {
        /// SIGHUP: load the configuration anew.
        RELOAD,
        /// SIGTERM, SIGINT: finish what is under way, and end.
        STOP
    }

    private static final Map<String, Request> MEANING =
            Map.of("HUP", Request.RELOAD, "TERM", Request.STOP, "INT", Request.STOP);

    private final BlockingQueue<Request> requests = new ArrayBlockingQueue<>(2);

    private Signals() {}

    /// Listens from now on. Where the platform knows no such signals, nothing is ever heard.
    public static Signals listen() {
        var signals = new Signals();
        MEANING.forEach(signals::handle);
        return signals;
    }

    private void handle(String name, Request request) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object callback =
                    Proxy.newProxyInstance(
                            Signals.class.getClassLoader(),
                            new Class<?>[] {handler},
                            (self, method, arguments) ->
                                    switch (method.getName()) {
                                        case "handle" -> {
                                            put(request);
                                            yield null;
                                        }
                                        case "equals" -> false;
                                        case "hashCode" -> System.identityHashCode(self);
                                        default -> name;
                                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), callback);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot listen to SIG" + name, e);
        }
    }

    /// Asks for something as a signal would.
    public void put(Request request) {
        if (!requests.contains(request)) {
            requests.offer(request);
        }
    }

    /// Waits for the next request.
    public Request take() throws InterruptedException {
        return requests.take();
    }
}
