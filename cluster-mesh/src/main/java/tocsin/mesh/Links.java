package tocsin.mesh;

import java.util.List;

/// Membership and messages: the port that Atomix implements, and the simulation. Messages may be
/// lost, doubled and reordered; whole or not at all.
public interface Links {
    /// This member's name, the same after a restart.
    String self();

    /// The members thought alive, this one left out. Any thread.
    List<Peer> peers();

    /// How many other members this one was told of when it began. A name that stands for several
    /// addresses, as that of a headless Service, stands for as many members.
    default int named() {
        return 0;
    }

    /// How many members are missed: gone without a farewell, and not back.
    default int failed() {
        return 0;
    }

    /// How unwell this member thinks it is: 0 when it hears all others in time.
    default int unwell() {
        return 0;
    }

    /// Adds someone to be told, on any thread, when `peers` changes.
    void watch(Runnable listener);

    /// Sends a frame, if that is possible.
    void send(String to, byte[] frame);

    /// Sets who takes frames, on any thread.
    void receive(Receiver receiver);

    /// Another member.
    ///
    /// @param address as `host:port`, for people
    record Peer(String name, String address) {}

    /// Takes frames.
    @FunctionalInterface
    interface Receiver {
        /// A frame came in.
        void received(String from, byte[] frame);
    }
}
