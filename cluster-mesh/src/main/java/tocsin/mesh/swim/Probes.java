package tocsin.mesh.swim;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// The questions under way: our own, and those that we ask for others. The target has half of the
/// time for itself; then others ask it too, and answer for themselves when it does not.
final class Probes {
    private static final int HELPERS = 3;
    private static final int MOST_ERRANDS = 1_024;

    private final Asking asking;
    private final TreeMap<Long, Probe> own = new TreeMap<>();
    private final TreeMap<Long, Errand> errands = new TreeMap<>();
    private long lastNumber;

    /// What probes need of the member that asks.
    interface Asking {
        /// Sends to a member.
        void say(String name, String address, Packet.Saying saying);

        /// Some members that live, other than one.
        List<Claim> helpers(int most, String otherThan);

        /// The target answered.
        void answered(String target);

        /// It did not, and `silent` of those asked for help did not even answer for themselves.
        void unanswered(String target, int silent);

        /// What is under way on the connection to an address may be stuck.
        void renew(String address);
    }

    private static final class Probe {
        private final String target;
        private final String address;
        private final long halfNanos;
        private final long endNanos;
        private boolean helped;
        private boolean refused;
        private int helpers;
        private int nacks;

        private Probe(Claim target, long nowNanos, long timeoutNanos) {
            this.target = target.name();
            this.address = target.address();
            this.halfNanos = nowNanos + timeoutNanos / 2;
            this.endNanos = nowNanos + timeoutNanos;
        }

        private boolean isOver(long nowNanos) {
            return nowNanos >= endNanos || (refused && helped && nacks >= helpers);
        }

        /// With nobody to help there is nobody to tell whose fault it is.
        private int silent() {
            return helpers == 0 ? 1 : Math.max(0, helpers - nacks);
        }
    }

    private record Errand(
            Claim origin, long number, String target, String address, long endNanos) {}

    Probes(Asking asking) {
        this.asking = asking;
    }

    boolean isUnderWay(String target) {
        return own.values().stream().anyMatch(probe -> probe.target.equals(target));
    }

    /// Asks a member.
    void begin(Claim target, long nowNanos, long timeoutNanos) {
        own.put(++lastNumber, new Probe(target, nowNanos, timeoutNanos));
        asking.say(target.name(), target.address(), new Packet.Ping(lastNumber, target.name()));
    }

    /// Asks a member for another.
    void begin(Claim origin, Packet.PingFor errand, long nowNanos) {
        if (errands.size() >= MOST_ERRANDS) {
            return;
        }
        long patience = Math.clamp(errand.patienceMillis(), 1, 60_000) * 1_000_000L;
        errands.put(
                ++lastNumber,
                new Errand(
                        origin,
                        errand.number(),
                        errand.target(),
                        errand.address(),
                        nowNanos + patience));
        asking.say(errand.target(), errand.address(), new Packet.Ping(lastNumber, errand.target()));
    }

    void acknowledged(Packet.Ack ack) {
        Errand errand = errands.remove(ack.number());
        if (errand != null) {
            reply(errand, new Packet.Ack(errand.number(), errand.target()));
        }
        Probe probe = own.get(ack.number());
        if (probe != null && probe.target.equals(ack.target())) {
            own.remove(ack.number());
            asking.answered(probe.target);
        }
    }

    private void reply(Errand errand, Packet.Saying saying) {
        asking.say(errand.origin().name(), errand.origin().address(), saying);
    }

    void refusedBy(Packet.Nack nack) {
        Probe probe = own.get(nack.number());
        if (probe != null) {
            probe.nacks++;
        }
    }

    /// Nobody listens at an address.
    void unreachable(String address, long nowNanos) {
        own.forEach((number, probe) -> {
            if (probe.address.equals(address)) {
                probe.refused = true;
                help(number, probe, nowNanos);
            }
        });
        for (long number : List.copyOf(errands.keySet())) {
            Errand errand = errands.get(number);
            if (errand != null && errand.address().equals(address)) {
                errands.remove(number);
                reply(errand, new Packet.Nack(errand.number(), errand.target()));
            }
        }
    }

    private void help(long number, Probe probe, long nowNanos) {
        if (probe.helped) {
            return;
        }
        probe.helped = true;
        long patience = Math.max(1, (probe.endNanos - nowNanos) / 1_000_000 * 6 / 10);
        List<Claim> helpers = asking.helpers(HELPERS, probe.target);
        probe.helpers = helpers.size();
        for (Claim helper : helpers) {
            asking.say(
                    helper.name(),
                    helper.address(),
                    new Packet.PingFor(number, probe.target, probe.address, patience));
        }
    }

    /// Sees what is due.
    void look(long nowNanos) {
        var over = new ArrayList<Probe>();
        own.forEach((number, probe) -> {
            if (!probe.helped && nowNanos >= probe.halfNanos) {
                help(number, probe, nowNanos);
                asking.renew(probe.address);
                asking.say(probe.target, probe.address, new Packet.Ping(number, probe.target));
            }
            if (probe.isOver(nowNanos)) {
                over.add(probe);
            }
        });
        own.values().removeAll(over);
        over.forEach(probe -> asking.unanswered(probe.target, probe.silent()));
        for (long number : List.copyOf(errands.keySet())) {
            Errand errand = errands.get(number);
            if (errand != null && nowNanos >= errand.endNanos()) {
                errands.remove(number);
                reply(errand, new Packet.Nack(errand.number(), errand.target()));
            }
        }
    }
}
