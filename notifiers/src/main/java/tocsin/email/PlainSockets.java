package tocsin.email;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.http.Destinations;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import javax.net.SocketFactory;

/// Makes the sockets of one attempt, and can close them from outside when it takes too long.
final class PlainSockets extends SocketFactory {
    private static final Logger LOG = LoggerFactory.getLogger(PlainSockets.class);

    private final Destinations destinations;
    private final Queue<Socket> made = new ConcurrentLinkedQueue<>();

    PlainSockets(Destinations destinations) {
        this.destinations = destinations;
    }

    /// Connects only to where it may.
    private static final class Checked extends Socket {
        private final Destinations destinations;

        private Checked(Destinations destinations) {
            this.destinations = destinations;
        }

        @Override
        public void connect(SocketAddress to, int timeout) throws IOException {
            if (to instanceof InetSocketAddress address && address.getAddress() != null) {
                destinations.check(address.getAddress());
            }
            super.connect(to, timeout);
        }
    }

    @Override
    public Socket createSocket() {
        var socket = new Checked(destinations);
        made.add(socket);
        return socket;
    }

    void close() {
        made.forEach(PlainSockets::close);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.atDebug().addKeyValue("err", e).log("A connection that took too long is gone");
        }
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw onlyUnconnected();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress from, int fromPort) {
        throw onlyUnconnected();
    }

    @Override
    public Socket createSocket(InetAddress to, int port) {
        throw onlyUnconnected();
    }

    @Override
    public Socket createSocket(InetAddress to, int port, InetAddress from, int fromPort) {
        throw onlyUnconnected();
    }

    private static UnsupportedOperationException onlyUnconnected() {
        return new UnsupportedOperationException("sockets are made first and connected then");
    }
}
