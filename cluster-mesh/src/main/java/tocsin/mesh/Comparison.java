package tocsin.mesh;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.loop.EventLoop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Finds what two copies of a map differ in, and makes it good: roots first, then down the digest
/// tree where sums differ, then the hashes of single entries, and at last the entries themselves,
/// which travel as deltas do. What is sent grows with the difference, not with the map.
///
/// A member that was away longer than deleted things are remembered, or that has nothing, knows
/// less than the others: what it still holds from before and they do not was deleted, and is
/// dropped. It gains authority by being in step with one that has it, or by having lived long.
final class Comparison<K, V> {
    private static final Logger LOG = LoggerFactory.getLogger(Comparison.class);
    private static final Duration AUTHORITY_AFTER = Duration.ofHours(1);
    private static final int LISTED_AT_ONCE = 32;
    private static final int MOST_NODES = 256;
    private static final int MOST_LISTINGS = 4_096;

    private final Shelf<K, V> shelf;
    private final EventLoop loop;
    private final Told<K> told;
    private final long leftAt;
    private final long begunNanos;
    private final Set<String> authorities = new HashSet<>();
    private boolean authority;

    /// The replica, as far as a comparison needs it.
    interface Told<K> {
        /// The map.
        String map();

        /// Sends a frame.
        void send(String peer, Frame frame);

        /// What a peer is still to be told; null when it is not a live one.
        @org.jspecify.annotations.Nullable
        Feed<K> feed(String peer);

        /// A peer is to be told of these keys.
        void tell(String peer, List<K> keys);
    }

    Comparison(Shelf<K, V> shelf, EventLoop loop, Told<K> told) {
        this.shelf = shelf;
        this.loop = loop;
        this.told = told;
        this.leftAt = shelf.newest();
        this.authority = leftAt > 0 && !shelf.wasAway();
        this.begunNanos = loop.monotonicNanos();
    }

    boolean hasAuthority() {
        if (!authority && loop.monotonicNanos() - begunNanos >= AUTHORITY_AFTER.toNanos()) {
            authority = true;
        }
        return authority;
    }

    /// Begins a comparison with a peer.
    void begin(String peer) {
        sendRoot(peer, shelf.horizon(), false);
    }

    private void sendRoot(String peer, long horizon, boolean answer) {
        DigestTree<Held<K, V>> digest = shelf.digestAt(horizon);
        told.send(
                peer,
                new Frame.Root(
                        told.map(),
                        horizon,
                        digest.root(),
                        digest.count(),
                        loop.now().toEpochMilli(),
                        answer,
                        hasAuthority()));
    }

    /// Takes a root. Whether it began a repair.
    boolean received(String from, Frame.Root theirs) {
        Feed<K> feed = told.feed(from);
        if (feed == null) {
            return false;
        }
        note(from, theirs.authority());
        long horizon = Math.max(theirs.horizon(), shelf.horizon());
        DigestTree<Held<K, V>> digest = shelf.digestAt(horizon);
        if (theirs.horizon() < horizon) {
            if (!theirs.answer()) {
                sendRoot(from, horizon, false);
            }
            return false;
        }
        if (theirs.root() == digest.root() && theirs.count() == digest.count()) {
            inStep(from, feed);
            if (!theirs.answer()) {
                sendRoot(from, horizon, true);
            }
            return false;
        }
        if (!feed.isIdle()) {
            return false;
        }
        if (theirs.count() == 0 && hasAuthority()) {
            told.tell(from, keys(digest, DigestTree.Node.ROOT));
        } else {
            expand(from, horizon, digest, List.of(DigestTree.Node.ROOT));
        }
        return true;
    }

    private void note(String peer, boolean hasAuthority) {
        if (hasAuthority) {
            authorities.add(peer);
        } else {
            authorities.remove(peer);
        }
    }

    private void inStep(String peer, Feed<K> feed) {
        feed.inStep();
        if (authorities.contains(peer)) {
            authority = true;
        }
    }

    private static <K, V> List<K> keys(DigestTree<Held<K, V>> digest, DigestTree.Node node) {
        var keys = new ArrayList<K>();
        digest.forEach(node, held -> keys.add(held.key()));
        return keys;
    }

    /// Tells more of nodes that differ: the sums below them or, where little is, each entry.
    private void expand(
            String peer,
            long horizon,
            DigestTree<Held<K, V>> digest,
            List<DigestTree.Node> differing) {
        var nodes = new ArrayList<Frame.Sums>();
        var listings = new ArrayList<Frame.Listing>();
        for (DigestTree.Node node : differing) {
            boolean listed =
                    node.level() == DigestTree.LEAVES || digest.count(node) <= LISTED_AT_ONCE;
            if (listed && listings.size() < MOST_LISTINGS) {
                listings.add(listing(digest, node));
            } else if (!listed && nodes.size() < MOST_NODES) {
                nodes.add(new Frame.Sums(node, digest.children(node)));
            }
        }
        if (!nodes.isEmpty()) {
            told.send(peer, new Frame.Nodes(told.map(), horizon, nodes));
        }
        if (!listings.isEmpty()) {
            told.send(peer, new Frame.Items(told.map(), horizon, false, hasAuthority(), listings));
        }
    }

    private Frame.Listing listing(DigestTree<Held<K, V>> digest, DigestTree.Node node) {
        int count = digest.count(node);
        var items = new ArrayList<Held<K, V>>(count);
        digest.forEach(node, items::add);
        return new Frame.Listing(
                node,
                items.stream().mapToLong(Held::place).toArray(),
                items.stream().mapToLong(Held::hash).toArray());
    }

    /// Takes the sums of a peer's nodes.
    void received(String from, Frame.Nodes theirs) {
        if (told.feed(from) == null || theirs.horizon() < shelf.horizon()) {
            return;
        }
        DigestTree<Held<K, V>> digest = shelf.digestAt(theirs.horizon());
        var differing = new ArrayList<DigestTree.Node>();
        for (Frame.Sums sums : theirs.nodes()) {
            long[] ours = digest.children(sums.node());
            for (int i = 0; i < ours.length; i++) {
                if (ours[i] != sums.children()[i]) {
                    differing.add(sums.node().child(i));
                }
            }
        }
        expand(from, theirs.horizon(), digest, differing);
    }

    /// Takes the hashes of a peer's entries.
    void received(String from, Frame.Items theirs) {
        if (told.feed(from) == null || theirs.horizon() < shelf.horizon()) {
            return;
        }
        note(from, theirs.authority());
        DigestTree<Held<K, V>> digest = shelf.digestAt(theirs.horizon());
        var findings = new Findings<K, V>();
        for (Frame.Listing listing : theirs.listings()) {
            findings.compare(listing, digest);
        }
        boolean weKnowLess = theirs.authority() && !hasAuthority();
        boolean theyKnowLess = !theirs.authority() && hasAuthority();
        if (weKnowLess) {
            dropDeleted(from, findings);
        }
        Set<Long> wanted = new HashSet<>(findings.differing);
        if (!theyKnowLess) {
            wanted.addAll(findings.lackingHere);
        } else if (!theirs.answer() && !findings.lackingHere.isEmpty()) {
            var answers = theirs.listings().stream().map(each -> listing(digest, each.node()));
            told.send(
                    from,
                    new Frame.Items(told.map(), theirs.horizon(), true, true, answers.toList()));
        }
        if (!wanted.isEmpty()) {
            long[] places = wanted.stream().mapToLong(Long::longValue).sorted().toArray();
            told.send(from, new Frame.Want(told.map(), places));
        }
        told.tell(from, findings.toTell.stream().map(Held::key).toList());
    }

    private void dropDeleted(String from, Findings<K, V> findings) {
        int dropped = 0;
        for (Held<K, V> held : findings.lackingThere) {
            if (held.entry().stamp().millis() <= leftAt) {
                shelf.drop(held, held.entry().stamp().hlc());
                findings.toTell.remove(held);
                dropped++;
            }
        }
        if (dropped > 0) {
            LOG.atInfo()
                    .addKeyValue("map", told.map())
                    .addKeyValue("peer", from)
                    .addKeyValue("entries", dropped)
                    .log("Dropped what was deleted while this member was away");
        }
    }

    /// Takes what a peer asks for.
    void received(String from, Frame.Want want) {
        if (told.feed(from) == null) {
            return;
        }
        DigestTree<Held<K, V>> digest = shelf.digestAt(shelf.horizon());
        var keys = new ArrayList<K>();
        for (long place : want.places()) {
            digest.at(place).forEach(held -> keys.add(held.key()));
        }
        told.tell(from, keys);
    }

    /// What a listing shows.
    private static final class Findings<K, V> {
        private final Set<Held<K, V>> toTell = new HashSet<>();
        private final Set<Held<K, V>> lackingThere = new HashSet<>();
        private final Set<Long> lackingHere = new HashSet<>();
        private final Set<Long> differing = new HashSet<>();

        private void compare(Frame.Listing listing, DigestTree<Held<K, V>> digest) {
            Map<Long, Long> theirs = HashMap.newHashMap(listing.places().length);
            for (int i = 0; i < listing.places().length; i++) {
                theirs.put(listing.places()[i], listing.hashes()[i]);
            }
            Map<Long, Held<K, V>> ours = new TreeMap<>();
            digest.forEach(listing.node(), held -> ours.put(held.place(), held));
            ours.forEach((place, held) -> {
                Long hash = theirs.get(place);
                if (hash == null) {
                    lackingThere.add(held);
                    toTell.add(held);
                } else if (hash != held.hash()) {
                    differing.add(place);
                    toTell.add(held);
                }
            });
            for (Long place : theirs.keySet()) {
                if (!ours.containsKey(place)) {
                    lackingHere.add(place);
                }
            }
        }
    }
}
