package tocsin.jepsen.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Network namespaces on one bridge: a host each, with an address of its own, on this machine.
/// Everything is named by this process's id and removed at the end. Needs root and `ip`.
public final class Namespaces implements AutoCloseable {
    private final String tag = "tj" + ProcessHandle.current().pid();
    private final String net = "10.232." + (16 + ProcessHandle.current().pid() % 200);
    private final List<Host> hosts = new ArrayList<>();

    /// Makes this many hosts.
    public Namespaces(int count) {
        ip("link", "add", tag, "type", "bridge");
        ip("addr", "add", net + ".1/24", "dev", tag);
        ip("link", "set", tag, "up");
        // Docker sets FORWARD to DROP, and bridged packets pass it where br_netfilter is on.
        forward("-I");
        for (int i = 1; i <= count; i++) {
            add(i);
        }
    }

    private void forward(String how) {
        if (Commands.find("iptables").isPresent()) {
            Commands.run(List.of("iptables", how, "FORWARD", "-i", tag, "-o", tag, "-j", "ACCEPT"));
        }
    }

    private void add(int number) {
        String name = tag + "-" + number;
        String outside = "v" + name;
        ip("netns", "add", name);
        ip("link", "add", outside, "type", "veth", "peer", "name", "eth0", "netns", name);
        ip("link", "set", outside, "master", tag, "up");
        ip("-n", name, "addr", "add", address(number) + "/24", "dev", "eth0");
        ip("-n", name, "link", "set", "eth0", "up");
        ip("-n", name, "link", "set", "lo", "up");
        hosts.add(new Host(address(number), List.of("ip", "netns", "exec", name)));
    }

    private String address(int number) {
        return net + "." + (10 + number);
    }

    private static void ip(String... words) {
        var line = new ArrayList<>(List.of("ip"));
        line.addAll(List.of(words));
        Commands.run(line).required();
    }

    /// Why there can be no namespaces here; empty when there can.
    public static Optional<String> impossible() {
        if (Commands.find("ip").isEmpty()) {
            return Optional.of("ip is not installed");
        }
        String probe = "tjp" + ProcessHandle.current().pid();
        if (Commands.run(List.of("ip", "netns", "add", probe)).status() != 0) {
            return Optional.of("network namespaces need root");
        }
        Commands.run(List.of("ip", "netns", "del", probe));
        return Optional.empty();
    }

    /// The hosts.
    public List<Host> hosts() {
        return List.copyOf(hosts);
    }

    /// The address of the bridge, outside of all namespaces: where the sink stands.
    public String outside() {
        return net + ".1";
    }

    @Override
    public void close() {
        for (int i = 1; i <= hosts.size(); i++) {
            // Deleting a namespace does not remove the host's end of its link at once.
            Commands.run(List.of("ip", "link", "del", "v" + tag + "-" + i));
            Commands.run(List.of("ip", "netns", "del", tag + "-" + i));
        }
        Commands.run(List.of("ip", "link", "del", tag));
        forward("-D");
    }
}
