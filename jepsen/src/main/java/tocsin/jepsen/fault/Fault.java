package tocsin.jepsen.fault;

import java.util.Arrays;
import java.util.Optional;

/// What can be done to a cluster.
public enum Fault {
    /// One member is killed with no chance to clean up, and started again.
    KILL("kill", false),
    /// All members are killed at once, and started again.
    KILL_ALL("kill-all", false),
    /// One member stops in the middle of whatever it does, and goes on.
    PAUSE("pause", false),
    /// Each member in turn is asked to end and started again.
    ROLLING_RESTART("rolling-restart", false),
    /// The receiver answers 503.
    RECEIVER_DOWN("receiver-down", false),
    /// One member is killed, its newest log file loses its last bytes, and it is started again.
    TORN_TAIL("torn-tail", false),
    /// One member cannot talk to the others; clients still reach it.
    ISOLATE("isolate", true),
    /// The members fall into two sides.
    HALVES("halves", true),
    /// One member hears nothing from the others, but they hear it.
    ONE_WAY("one-way", true),
    /// A third of all packets between members is lost.
    LOSS("loss", true);

    private final String word;
    private final boolean network;

    Fault(String word, boolean network) {
        this.word = word;
        this.network = network;
    }

    /// The name on the command line and in histories.
    public String word() {
        return word;
    }

    /// Whether it needs network namespaces.
    public boolean network() {
        return network;
    }

    /// Whether the fault divides the cluster, so that each side may tell once.
    public boolean divides() {
        return this == ISOLATE
                || this == HALVES
                || this == ONE_WAY
                || this == PAUSE
                || this == LOSS;
    }

    /// The fault of a name.
    public static Optional<Fault> of(String word) {
        return Arrays.stream(values()).filter(fault -> fault.word.equals(word)).findFirst();
    }
}
