package tocsin.jepsen.fault;

import java.util.Arrays;
import java.util.Optional;

/// What can be done to a cluster.
public enum Fault {
    /// One member is killed with no chance to clean up, and started again.
    KILL("kill", Need.NOTHING, false),
    /// All members but one are killed at once, and started again.
    KILL_SOME("kill-some", Need.NOTHING, false),
    /// All members are killed at once, and started again.
    KILL_ALL("kill-all", Need.NOTHING, false),
    /// One member stops in the middle of whatever it does, and goes on.
    PAUSE("pause", Need.NOTHING, true),
    /// Each member in turn is asked to end and started again.
    ROLLING_RESTART("rolling-restart", Need.NOTHING, false),
    /// The receiver answers 503.
    RECEIVER_DOWN("receiver-down", Need.NOTHING, false),
    /// The receiver answers 429.
    RECEIVER_BUSY("receiver-busy", Need.NOTHING, false),
    /// The receiver takes three seconds for each answer.
    RECEIVER_SLOW("receiver-slow", Need.NOTHING, false),
    /// One member is killed, its newest log file loses its last bytes, and it is started again.
    TORN_TAIL("torn-tail", Need.NOTHING, false),
    /// The disk of one member is full to the last byte.
    DISK_FULL("disk-full", Need.DISK, false),
    /// One member cannot talk to the others; clients still reach it.
    ISOLATE("isolate", Need.NETWORK, true),
    /// The members fall into two sides.
    HALVES("halves", Need.NETWORK, true),
    /// The members fall into two sides, and one member is on both.
    BRIDGE("bridge", Need.NETWORK, true),
    /// One member hears nothing from the others, but they hear it.
    ONE_WAY("one-way", Need.NETWORK, true),
    /// One member sends no more than 64 kbit/s, to peers, clients and receivers.
    NARROW("narrow", Need.NETWORK, true),
    /// A third of all packets between members is lost.
    LOSS("loss", Need.PACKET_FILTER, true);

    private final String word;
    private final Need need;
    private final boolean divides;

    /// What a fault cannot be done without.
    public enum Need {
        /// Processes are enough.
        NOTHING,
        /// A network namespace for each member.
        NETWORK,
        /// That, and iptables.
        PACKET_FILTER,
        /// A file system for each member, which root can mount.
        DISK
    }

    Fault(String word, Need need, boolean divides) {
        this.word = word;
        this.need = need;
        this.divides = divides;
    }

    /// The name on the command line and in histories.
    public String word() {
        return word;
    }

    /// What it cannot be done without.
    public Need need() {
        return need;
    }

    /// Whether the fault divides the cluster, so that each side may tell once.
    public boolean divides() {
        return divides;
    }

    /// The fault of a name.
    public static Optional<Fault> of(String word) {
        return Arrays.stream(values()).filter(fault -> fault.word.equals(word)).findFirst();
    }
}
