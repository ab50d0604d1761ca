package tocsin.notify;

import tocsin.loop.EventLoop;
import tocsin.nflog.LogKey;
import tocsin.replica.ReplicatedMap;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Who is about to tell what. With nobody else alive there is nothing to claim. Confined to the
/// loop of its map.
final class Claims {
    /// How long a claim holds unless it is renewed.
    static final Duration LEASE = Duration.ofSeconds(10);

    /// How long a claim waits for another member to have heard of it. Then we send all the same: a
    /// page twice is better than none.
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final ReplicatedMap<LogKey, Claim> map;
    private final EventLoop loop;
    private final Peers peers;
    private final Runnable unheard;
    private final List<Consumer<LogKey>> listeners = new ArrayList<>();

    /// Claims over the map of this member.
    ///
    /// @param unheard called when a claim was not heard of by another member in time
    Claims(ReplicatedMap<LogKey, Claim> map, EventLoop loop, Peers peers, Runnable unheard) {
        this.map = map;
        this.loop = loop;
        this.peers = peers;
        this.unheard = unheard;
        map.watch((key, _, _) -> listeners.forEach(each -> each.accept(key)));
    }

    void listen(Consumer<LogKey> listener) {
        listeners.add(listener);
    }

    /// Another member's claim that binds this one now.
    Optional<Claim> binding(LogKey key, Instant now) {
        return map.get(key)
                .filter(claim -> !claim.holder().equals(peers.self()))
                .filter(claim -> claim.until().isAfter(now))
                .filter(claim -> peers.live().contains(claim.holder()));
    }

    /// Takes or renews a claim; `then` runs once it is known to another member, or patience ends.
    void take(LogKey key, long version, Runnable then) {
        if (peers.live().size() <= 1) {
            then.run();
            return;
        }
        Optional<Claim> before = map.get(key);
        long epoch =
                before.map(claim ->
                                claim.holder().equals(peers.self())
                                        ? claim.epoch()
                                        : claim.epoch() + 1)
                        .orElse(1L);
        Once once = new Once(then);
        EventLoop.Timer patience =
                loop.after(
                        PATIENCE,
                        () -> {
                            if (once.run()) {
                                unheard.run();
                            }
                        });
        map.put(key, new Claim(version, epoch, peers.self(), loop.now().plus(LEASE)))
                .whenComplete((_, _) -> {
                    patience.cancel();
                    once.run();
                });
    }

    /// Gives a claim back before its time, so that others need not wait.
    void release(LogKey key) {
        map.get(key)
                .filter(claim -> claim.holder().equals(peers.self()))
                .filter(claim -> claim.until().isAfter(loop.now()))
                .ifPresent(claim ->
                        map.put(
                                key,
                                new Claim(
                                        claim.version(),
                                        claim.epoch(),
                                        claim.holder(),
                                        loop.now())));
    }

    private static final class Once {
        private final Runnable task;
        private boolean done;

        private Once(Runnable task) {
            this.task = task;
        }

        private boolean run() {
            if (done) {
                return false;
            }
            done = true;
            task.run();
            return true;
        }
    }
}
