package tocsin.jepsen;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import tocsin.jepsen.check.Verdict;
import tocsin.jepsen.fault.Fault;
import tocsin.jepsen.process.Cleanup;
import tocsin.jepsen.process.Commands;
import tocsin.jepsen.process.Host;
import tocsin.jepsen.process.Namespaces;
import tocsin.jepsen.process.Product;
import tocsin.jepsen.process.Volume;
import tocsin.jepsen.report.Report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;

/// `./tocsin jepsen`: breaks real clusters for a while and writes what happened.
@Command(
        name = "jepsen",
        mixinStandardHelpOptions = true,
        description = "Breaks a real cluster by seed, judges what happened, and writes a report.")
public final class Main implements Callable<Integer> {
    @Option(
            names = "--minutes",
            defaultValue = "2",
            description = "how long faults go on in each run")
    private int minutes;

    @Option(
            names = "--runs",
            defaultValue = "1",
            description = "how many runs, each with the next seed")
    private int runs;

    @Option(names = "--seed", description = "the first seed; drawn when absent")
    private Optional<Long> seed = Optional.empty();

    @Option(names = "--members", defaultValue = "3", description = "how many members")
    private int members;

    @Option(
            names = "--faults",
            split = ",",
            description = "which faults; all that are possible when absent")
    private List<String> faults = new ArrayList<>();

    @Option(names = "--product", defaultValue = "tocsin", description = "tocsin or alertmanager")
    private String product;

    @Option(
            names = "--out",
            defaultValue = "jepsen-report",
            description = "the folder of the report")
    private Path out;

    private Main() {
        this.product = "tocsin";
        this.out = Path.of("jepsen-report");
    }

    /// Runs, and exits with 0 when every verdict is valid, 1 when one is not, 2 when there was
    /// nothing to run.
    public static void main(String[] words) {
        System.exit(new CommandLine(new Main()).execute(words));
    }

    @Override
    public Integer call() throws Exception {
        Optional<String> impossible = Namespaces.impossible();
        List<Fault> chosen = chosen(possible(impossible));
        if (chosen.isEmpty()) {
            print("there is nothing to run");
            return 2;
        }
        long first = seed.orElseGet(() -> new Random().nextLong(1_000_000));
        boolean valid = true;
        for (int i = 0; i < runs; i++) {
            var settings =
                    new Run.Settings(product(), first + i, Duration.ofMinutes(minutes), chosen);
            Path folder = Files.createDirectories(out.resolve(product + "-" + settings.seed()));
            print("run " + (i + 1) + " of " + runs + ": seed " + settings.seed() + ", " + chosen);
            Run.Result result = run(settings, folder, impossible.isEmpty());
            valid &= result.valid();
            result.verdicts().forEach(verdict -> print("  " + line(verdict)));
            Report.write(
                    folder.resolve("report.html"),
                    settings.product().name(),
                    result.history(),
                    result.verdicts());
        }
        print("reports are in " + out.toAbsolutePath());
        return valid ? 0 : 1;
    }

    private Run.Result run(Run.Settings settings, Path folder, boolean namespaces) {
        var run = new Run(settings, folder.toAbsolutePath());
        if (!namespaces) {
            return run.on(Collections.nCopies(members, Host.LOOPBACK), "127.0.0.1");
        }
        try (var net = new Namespaces(members);
                var _ = new Cleanup(net::close)) {
            return run.on(net.hosts(), net.outside());
        }
    }

    private Product product() {
        return switch (product) {
            case "tocsin" -> new Product.Tocsin(List.of());
            case "alertmanager" ->
                    new Product.Alertmanager(
                            Commands.find("prometheus-alertmanager")
                                    .orElseThrow(() ->
                                            new IllegalArgumentException(
                                                    "prometheus-alertmanager is not installed")));
            default -> throw new IllegalArgumentException("no such product: " + product);
        };
    }

    /// What faults can be done here; what cannot is said.
    private static Set<Fault.Need> possible(Optional<String> noNetwork) {
        var possible = EnumSet.of(Fault.Need.NOTHING);
        if (noNetwork.isPresent()) {
            print("network faults are left out: " + noNetwork.get());
        } else {
            possible.add(Fault.Need.NETWORK);
            if (Commands.find("iptables").isPresent()) {
                possible.add(Fault.Need.PACKET_FILTER);
            } else {
                print("loss is left out: iptables is not installed");
            }
        }
        Optional<String> noDisk = Volume.impossible();
        if (noDisk.isPresent()) {
            print("full disks are left out: " + noDisk.get());
        } else {
            possible.add(Fault.Need.DISK);
        }
        return possible;
    }

    private List<Fault> chosen(Set<Fault.Need> possible) {
        List<Fault> wanted =
                faults.isEmpty()
                        ? Arrays.asList(Fault.values())
                        : faults.stream()
                                .map(word ->
                                        Fault.of(word)
                                                .orElseThrow(() ->
                                                        new IllegalArgumentException(
                                                                "no such fault: " + word)))
                                .toList();
        return wanted.stream().filter(fault -> possible.contains(fault.need())).toList();
    }

    private static String line(Verdict verdict) {
        return verdict.checker()
                + ": "
                + verdict.result()
                + " "
                + verdict.measures()
                + " "
                + verdict.findings();
    }

    private static void print(String text) {
        System.out.println(text);
    }
}
