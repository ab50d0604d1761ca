package tocsin.jepsen.fault;

import tocsin.jepsen.process.Cluster;
import tocsin.jepsen.process.Commands;
import tocsin.jepsen.process.Member;
import tocsin.jepsen.process.WebhookSink;
import tocsin.jepsen.process.WebhookSink.Answer;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// Does faults to a cluster and undoes them. Network faults are routes into nothing, and rules of
/// iptables, inside the members' namespaces. But for a narrow link they concern only what members
/// say to one another, so that clients and the sink stay outside of all faults.
public final class Faults {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Cluster cluster;
    private final WebhookSink sink;
    private final RandomGenerator random;

    /// Faults for a cluster, with victims drawn from `random`.
    public Faults(Cluster cluster, WebhookSink sink, RandomGenerator random) {
        this.cluster = cluster;
        this.sink = sink;
        this.random = random;
    }

    /// Begins a fault; answers what was done, for the history.
    public String begin(Fault fault) {
        Member victim = cluster.member(random.nextInt(cluster.members().size()));
        return switch (fault) {
            case KILL -> killed(victim);
            case TORN_TAIL -> killed(victim) + tearTail(victim);
            case KILL_SOME ->
                    killed(
                            cluster.members().stream()
                                    .filter(member -> !member.equals(victim))
                                    .toList());
            case KILL_ALL -> killed(cluster.members());
            case PAUSE -> {
                victim.daemon().pause();
                yield victim.name();
            }
            case ROLLING_RESTART -> rolled();
            case RECEIVER_DOWN -> answering(503, Duration.ZERO);
            case RECEIVER_BUSY -> answering(429, Duration.ZERO);
            case RECEIVER_SLOW -> answering(200, Duration.ofSeconds(3));
            case DISK_FULL -> victim.name() + " " + victim.volume().fill() + " bytes";
            case ISOLATE -> divided(List.of(victim));
            case HALVES -> divided(half());
            case BRIDGE -> bridged(victim);
            case ONE_WAY -> deafened(victim);
            case NARROW -> narrowed(victim);
            case LOSS -> lossy();
        };
    }

    /// Undoes every fault and waits until all members answer.
    public void heal() {
        sink.answerWith(new Answer(200, Duration.ZERO));
        for (Member member : cluster.members()) {
            member.daemon().resume();
            member.volume().empty();
            inNamespace(member, "ip", "route", "flush", "type", "blackhole");
            inNamespace(member, "tc", "qdisc", "del", "dev", "eth0", "root");
            if (Commands.find("iptables").isPresent()) {
                inNamespace(member, "iptables", "-F", "INPUT");
            }
            if (!member.daemon().isAlive()) {
                member.start();
            }
        }
        for (Member member : cluster.members()) {
            try {
                member.awaitReady(PATIENCE);
            } catch (AssertionError e) {
                throw new AssertionError(e.getMessage() + "\n" + member.daemon().tail(), e);
            }
        }
    }

    private static String killed(Member victim) {
        victim.daemon().killHard();
        return victim.name();
    }

    private static String killed(List<Member> victims) {
        victims.forEach(member -> member.daemon().signal("KILL"));
        victims.forEach(member -> member.daemon().killHard());
        return names(victims);
    }

    private static String names(List<Member> members) {
        return String.join(",", members.stream().map(Member::name).toList());
    }

    private String answering(int status, Duration after) {
        sink.answerWith(new Answer(status, after));
        return status + (after.isZero() ? "" : " after " + after.toSeconds() + " s");
    }

    private String rolled() {
        for (Member member : cluster.members()) {
            member.daemon().terminate();
            member.start();
            member.awaitReady(PATIENCE);
        }
        return "all in turn";
    }

    private List<Member> half() {
        var shuffled = new ArrayList<>(cluster.members());
        for (int i = shuffled.size() - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            Member swapped = shuffled.get(i);
            shuffled.set(i, shuffled.get(other));
            shuffled.set(other, swapped);
        }
        return shuffled.subList(0, shuffled.size() / 2);
    }

    private String divided(List<Member> side) {
        List<Member> rest = new ArrayList<>(cluster.members());
        rest.removeAll(side);
        cut(side, rest);
        return names(side) + " | " + names(rest);
    }

    private String bridged(Member bridge) {
        List<Member> others = new ArrayList<>(cluster.members());
        others.remove(bridge);
        List<Member> left = others.subList(0, others.size() / 2);
        List<Member> right = others.subList(others.size() / 2, others.size());
        cut(left, right);
        return names(left) + " | " + names(right) + ", " + bridge.name() + " on both sides";
    }

    private static void cut(List<Member> left, List<Member> right) {
        for (Member here : left) {
            for (Member there : right) {
                silence(here, there);
                silence(there, here);
            }
        }
    }

    private String deafened(Member victim) {
        for (Member other : cluster.members()) {
            if (!other.equals(victim)) {
                silence(other, victim);
            }
        }
        return "nothing reaches " + victim.name();
    }

    /// Nothing that one member sends reaches another.
    private static void silence(Member from, Member to) {
        String address = to.place().host().address() + "/32";
        inNamespace(from, "ip", "route", "add", "blackhole", address);
    }

    private static String narrowed(Member victim) {
        inNamespace(
                victim,
                "tc qdisc add dev eth0 root tbf rate 64kbit burst 4000 latency 2s".split(" ", -1));
        return victim.name() + " sends 64 kbit/s";
    }

    private String lossy() {
        for (Member at : cluster.members()) {
            for (Member from : cluster.members()) {
                if (!at.equals(from)) {
                    rule(
                            at,
                            from,
                            List.of(
                                    "-m",
                                    "statistic",
                                    "--mode",
                                    "random",
                                    "--probability",
                                    "0.33"));
                }
            }
        }
        return "33 %";
    }

    private static void rule(Member at, Member from, List<String> match) {
        var line =
                new ArrayList<>(
                        List.of("iptables", "-I", "INPUT", "-s", from.place().host().address()));
        line.addAll(match);
        line.addAll(List.of("-j", "DROP"));
        Commands.run(at.place().host().command(line)).required();
    }

    private static void inNamespace(Member member, String... line) {
        if (!member.place().host().prefix().isEmpty()) {
            Commands.run(member.place().host().command(List.of(line)));
        }
    }

    /// Cuts up to sixteen bytes off the newest file that is written to as a log.
    private String tearTail(Member victim) {
        Optional<Path> newest = newestLog(victim.folder());
        if (newest.isEmpty()) {
            return " (no log to tear)";
        }
        try (var file = new RandomAccessFile(newest.get().toFile(), "rw")) {
            long cut = Math.min(file.length(), 1 + random.nextInt(16));
            file.setLength(file.length() - cut);
            return " lost " + cut + " bytes of " + newest.get().getFileName();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Path> newestLog(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toFile().length() > 0)
                    .filter(file -> file.toString().contains("log"))
                    .max(Comparator.comparingLong(file -> file.toFile().lastModified()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
