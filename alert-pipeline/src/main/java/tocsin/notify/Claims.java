package tocsin.notify;

import tocsin.loop.EventLoop;
import tocsin.nflog.LogKey;
import tocsin.replica.ReplicatedMap;
import tocsin.replica.Stamp;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// Who is about to tell what. With nobody else alive a claim binds nobody and nobody waits for it,
/// but it is still written down: after a crash it says what may not have been told. Confined to the
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

    /// What this member had set out to tell and did not write down as told, after a crash.
    ///
    /// @param told when something was told last
    List<LogKey> unfinished(Function<LogKey, Optional<Stamp>> told) {
        var keys = new ArrayList<LogKey>();
        map.forEach((key, claim) -> {
            if (claim.holder().equals(peers.self())
                    && told.apply(key)
                            .filter(at ->
                                    at.compareTo(map.versioned(key).orElseThrow().stamp()) >= 0)
                            .isEmpty()) {
                keys.add(key);
            }
        });
        return keys;
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
        boolean alone = peers.live().size() <= 1;
        Optional<Claim> before = map.get(key);
        long epoch =
                before.map(claim ->
                                claim.holder().equals(peers.self())
                                        ? claim.epoch()
                                        : claim.epoch() + 1)
                        .orElse(1L);
        var claim = new Claim(version, epoch, peers.self(), loop.now().plus(LEASE));
        if (alone) {
            map.put(key, claim);
            then.run();
            return;
        }
        Once once = new Once(then);
        EventLoop.Timer patience =
                loop.after(
                        PATIENCE,
                        () -> {
                            if (once.run()) {
                                unheard.run();
                            }
                        });
        map.put(key, claim)
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
