package tocsin.jepsen.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/// Where a process runs: on this machine's loopback, or in a network namespace of its own.
///
/// @param address the address it is reached at
/// @param prefix what stands before its command line; empty on loopback
public record Host(String address, List<String> prefix) {
    /// This machine, over loopback.
    public static final Host LOOPBACK = new Host("127.0.0.1", List.of());

    /// Copies the prefix.
    public Host {
        prefix = List.copyOf(prefix);
    }

    /// A command line as it must be started to run here. `ip netns exec` replaces itself by the
    /// command, so that the process id is the command's own.
    public List<String> command(List<String> line) {
        var whole = new ArrayList<>(prefix);
        whole.addAll(line);
        return whole;
    }

    /// A port that was free a moment ago on loopback.
    public static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
