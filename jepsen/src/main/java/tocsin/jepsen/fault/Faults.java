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

/// Does faults to a cluster and undoes them. Network faults are rules of iptables inside the
/// members' namespaces and concern only what members say to one another, so that clients and the
/// sink stay outside of all faults.
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
            case KILL_ALL -> killedAll();
            case PAUSE -> {
                victim.daemon().pause();
                yield victim.name();
            }
            case ROLLING_RESTART -> rolled();
            case RECEIVER_DOWN -> {
                sink.answerWith(new Answer(503, Duration.ZERO));
                yield "503";
            }
            case ISOLATE -> divided(List.of(victim));
            case HALVES -> divided(half());
            case ONE_WAY -> deafened(victim);
            case LOSS -> lossy();
        };
    }

    /// Undoes every fault and waits until all members answer.
    public void heal() {
        sink.answerWith(new Answer(200, Duration.ZERO));
        for (Member member : cluster.members()) {
            member.daemon().resume();
            inNamespace(member, "iptables", "-F", "INPUT");
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

    private String killedAll() {
        cluster.members().forEach(member -> member.daemon().signal("KILL"));
        cluster.members().forEach(member -> member.daemon().killHard());
        return "all";
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
        for (Member here : side) {
            for (Member there : cluster.members()) {
                if (!side.contains(there)) {
                    drop(here, there);
                    drop(there, here);
                }
            }
        }
        return String.join(",", side.stream().map(Member::name).toList()) + " | rest";
    }

    private String deafened(Member victim) {
        for (Member other : cluster.members()) {
            if (!other.equals(victim)) {
                drop(victim, other);
            }
        }
        return "nothing reaches " + victim.name();
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

    private static void drop(Member at, Member from) {
        rule(at, from, List.of());
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
