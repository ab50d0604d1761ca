package tocsin.mesh.atomix;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.mesh.Links.Peer;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// The peers in sight, as membership last said. Membership tells on a thread of its own that
/// something changed, while the thread that joins looks for the first time: what was read earlier
/// must never be kept over what was read later, for nothing may happen again that puts it right. A
/// member that so thinks itself alone sends what others have sent.
final class InSight {
    private static final Logger LOG = LoggerFactory.getLogger(InSight.class);

    private final Supplier<List<Peer>> membership;
    private final List<Runnable> watchers = new CopyOnWriteArrayList<>();
    private final ReentrantLock looking = new ReentrantLock();

    private volatile List<Peer> peers = List.of();

    /// Nobody yet.
    ///
    /// @param membership says who is alive now, always in the same order; it must not wait
    InSight(Supplier<List<Peer>> membership) {
        this.membership = membership;
    }

    List<Peer> peers() {
        return peers;
    }

    void watch(Runnable listener) {
        watchers.add(listener);
    }

    /// Looks again. Any thread; watchers are told on this one.
    void look() {
        if (changed()) {
            watchers.forEach(Runnable::run);
        }
    }

    /// Reads and keeps in one step, so that looks are kept in the order of their reading.
    private boolean changed() {
        looking.lock();
        try {
            List<Peer> now = membership.get();
            if (now.equals(peers)) {
                return false;
            }
            LOG.atInfo().addKeyValue("peers", now.stream().map(Peer::name).toList()).log("Members");
            peers = now;
            return true;
        } finally {
            looking.unlock();
        }
    }
}
