package tocsin.mesh;

import org.jspecify.annotations.Nullable;

import tocsin.loop.EventLoop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/// The feeds of a map, one for each live peer. Those of peers that are gone are kept for a while,
/// so that who comes back soon is told exactly what he missed.
final class Feeds<K> {
    private static final int KEPT = 16;
    private static final int MOST_KEYS_KEPT = 10_000;
    private static final int IN_STEP_IN_LARGE = 3;
    private static final int NUMBERS_A_MILLISECOND = 1_000;
    private static final int RARER = 4;

    private final String map;
    private final EventLoop loop;
    private final Links links;
    private final MeshTiming timing;
    private final MeshMetrics metrics;
    private final Map<String, Feed<K>> live = new TreeMap<>();
    private final Map<String, Feed<K>> gone = new LinkedHashMap<>();
    private Relay relay;
    private long ticks;

    Feeds(String map, EventLoop loop, MapReplica.Shared with) {
        this.map = map;
        this.loop = loop;
        this.links = with.links();
        this.timing = with.timing();
        this.metrics = with.metrics();
        this.relay = new Relay(links.self(), List.of(links.self()));
    }

    @Nullable Feed<K> of(String peer) {
        return live.get(peer);
    }

    boolean isEmpty() {
        return live.isEmpty();
    }

    /// Writes of this member.
    void tell(List<K> keys, Confirmation confirmation) {
        for (String peer : relay.next(links.self())) {
            Feed<K> feed = live.get(peer);
            if (feed != null) {
                Confirmation.Asked asked = confirmation.asked(keys.size());
                for (K key : keys) {
                    if (feed.add(key, asked, loop.monotonicNanos())) {
                        metrics.dropped.labelValues(map).inc();
                    }
                }
            }
        }
        keys.forEach(this::tellTheGone);
    }

    /// A change that a peer made.
    void passOn(K key, String writer) {
        relay.next(writer).forEach(peer -> tell(peer, List.of(key)));
        tellTheGone(key);
    }

    private void tellTheGone(K key) {
        if (gone.isEmpty()) {
            return;
        }
        gone.values().removeIf(feed -> feed.waiting() >= MOST_KEYS_KEPT);
        gone.values().forEach(feed -> feed.add(key, loop.monotonicNanos()));
    }

    void tell(String peer, List<K> keys) {
        Feed<K> feed = live.get(peer);
        if (feed != null) {
            for (K key : keys) {
                if (feed.add(key, loop.monotonicNanos())) {
                    metrics.dropped.labelValues(map).inc();
                }
            }
        }
    }

    void pumpAll(Function<K, byte[]> encode) {
        live.keySet().forEach(peer -> pump(peer, encode));
    }

    void pump(String peer, Function<K, byte[]> encode) {
        Feed<K> feed = live.get(peer);
        if (feed != null) {
            send(peer, feed, feed.next(loop.monotonicNanos(), encode));
        }
    }

    private void send(String peer, Feed<K> feed, List<byte[]> delta) {
        if (!delta.isEmpty()) {
            metrics.sent.labelValues(map).inc(delta.size());
            links.send(peer, Frame.encode(new Frame.Delta(map, feed.number(), delta)));
        }
    }

    void acknowledged(String peer, Frame.Ack ack) {
        Feed<K> feed = live.get(peer);
        if (feed != null) {
            feed.acknowledged(ack.number(), ack.whole(), loop.monotonicNanos());
        }
    }

    /// Sends again what was not acknowledged.
    void sendAgain() {
        live.forEach((peer, feed) -> {
            List<byte[]> delta = feed.again(loop.monotonicNanos(), timing.repeatAfter().toNanos());
            if (!delta.isEmpty()) {
                metrics.repeated.labelValues(map).inc();
                send(peer, feed, delta);
            }
        });
    }

    /// The peers to compare digests with now; once for each tick. Of two, the one whose name comes
    /// first asks, and the other only now and then, so that one question does for both. In a large
    /// mesh each asks one peer after the other.
    List<String> dueForComparison() {
        ticks++;
        if (!relay.isSmall()) {
            return live.isEmpty() || (ticks % timing.compareEvery() != 0 && areInStep())
                    ? List.of()
                    : List.of(rotating());
        }
        var due = new ArrayList<String>();
        live.forEach((peer, feed) -> {
            int rarely = links.self().compareTo(peer) < 0 ? 1 : RARER;
            if (feed.isCompareDue(ticks, rarely * timing.compareEvery())) {
                due.add(peer);
            }
        });
        return due;
    }

    private String rotating() {
        List<String> members = relay.members();
        int self = members.indexOf(links.self());
        int step = 1 + (int) (((ticks * 0x9E3779B97F4A7C15L) >>> 33) % (members.size() - 1));
        return members.get((self + step) % members.size());
    }

    /// Takes the live view anew, and gives those to compare with because they are new.
    List<String> peersChanged() {
        Set<String> now = new HashSet<>();
        links.peers().forEach(peer -> now.add(peer.name()));
        for (String peer : List.copyOf(live.keySet())) {
            Feed<K> feed = now.contains(peer) ? null : live.remove(peer);
            if (feed != null) {
                feed.pause();
                keep(peer, feed);
            }
        }
        var members = new TreeSet<>(now);
        members.add(links.self());
        relay = new Relay(links.self(), List.copyOf(members));
        var met = new ArrayList<String>();
        for (String peer : new TreeSet<>(now)) {
            if (!live.containsKey(peer)) {
                Feed<K> before = gone.remove(peer);
                long number = loop.now().toEpochMilli() * NUMBERS_A_MILLISECOND;
                live.put(peer, before == null ? new Feed<>(number) : before);
                met.add(peer);
            }
        }
        return relay.isSmall() ? met : List.of();
    }

    private void keep(String peer, Feed<K> feed) {
        gone.put(peer, feed);
        if (gone.size() > KEPT) {
            gone.remove(gone.keySet().iterator().next());
        }
    }

    /// Whether each peer, or of very many some, was seen to hold the same.
    boolean areInStep() {
        if (live.size() != links.peers().size()) {
            return false;
        }
        long inStep = live.values().stream().filter(Feed::isInStep).count();
        return relay.isSmall() ? inStep == live.size() : inStep >= IN_STEP_IN_LARGE;
    }

    List<MeshView.Peer> view() {
        var peers = new ArrayList<MeshView.Peer>();
        live.forEach((peer, feed) ->
                peers.add(
                        new MeshView.Peer(
                                peer,
                                Duration.ofNanos(feed.behindNanos(loop.monotonicNanos())),
                                feed.waiting(),
                                feed.isInStep())));
        return peers;
    }
}
