package tocsin.storage.remote;

import java.time.Duration;

/// How many shards a target needs, reckoned from what comes, what goes and how long that takes, as
/// upstream reckons it: as many as are busy all the time with what comes, and a twentieth of the
/// backlog each second. Small changes are not made, for each lets the old shards run empty first.
final class Sharding {
    /// How often it is reckoned anew.
    static final Duration UPDATE = Duration.ofSeconds(10);

    private static final double WEIGHT = 0.2;
    private static final double CATCH_UP = 0.05;
    private static final double TOLERANCE = 0.3;

    private final int min;
    private final int max;
    private final Rate in = new Rate();
    private final Rate out = new Rate();
    private final Rate spent = new Rate();
    private double desired;

    /// Events in a second, averaged with the newest weighing most.
    private static final class Rate {
        private double perSecond;
        private double since;
        private boolean known;

        void add(double events) {
            since += events;
        }

        void tick() {
            double now = since / UPDATE.toSeconds();
            since = 0;
            perSecond = known ? perSecond + WEIGHT * (now - perSecond) : now;
            known = true;
        }
    }

    Sharding(int min, int max) {
        this.min = min;
        this.max = max;
        this.desired = min;
    }

    void arrived(int samples) {
        in.add(samples);
    }

    void sent(int samples, Duration took) {
        out.add(samples);
        spent.add(took.toNanos() / 1e9);
    }

    /// How many shards there should be from now on.
    ///
    /// @param shards there are
    /// @param pending samples that wait
    int update(int shards, long pending) {
        boolean isStuck = out.since == 0;
        in.tick();
        out.tick();
        spent.tick();
        if (isStuck || out.perSecond <= 0) {
            return shards;
        }
        desired = spent.perSecond / out.perSecond * (in.perSecond + CATCH_UP * pending);
        if (desired >= shards * (1 - TOLERANCE) && desired <= shards * (1 + TOLERANCE)) {
            return shards;
        }
        int next = (int) Math.clamp(Math.ceil(desired), min, max);
        boolean isBehind = pending > UPDATE.toSeconds() * in.perSecond;
        return next < shards && isBehind ? shards : next;
    }

    /// How many were reckoned the last time, whatever the bounds.
    double desired() {
        return desired;
    }
}
