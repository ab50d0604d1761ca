package tocsin.benchmarks.promql;

import tocsin.storage.codec.ByteOut;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// The shapes of upstream's engine benchmark over HTTP, against two servers by turns.
///
/// Arguments: when the samples begin, in seconds since 1970 (three hours ago, for the load);
/// `http://host:port,pid` of ours and of the other; then `load`, which fills the other, whose
/// folder ours is then started on a copy of; or `instant` or `range`, a size (`one`, `ten`,
/// `hundred`, `thousand`, `tenk`), and what a shape has to contain to be measured (nothing).
public final class Queries {
    private static final long INTERVAL = 15_000;
    private static final int SAMPLES = 720;
    private static final int BATCH = 20;
    private static final int STEPS = 1_000;
    private static final long STEP = 10_000;

    /// CPU seconds to spend on a shape before it counts as measured: the kernel counts in
    /// hundredths.
    private static final double ENOUGH = 0.4;

    private static final int MOST_TURNS = 60;
    private static final List<String> SIZES = List.of("one", "ten", "hundred", "thousand", "tenk");
    private final long start;
    private final Server ours;
    private final Server theirs;

    private Queries(long start, Server ours, Server theirs) {
        this.start = start;
        this.ours = ours;
        this.theirs = theirs;
    }

    /// Loads or measures, and prints.
    public static void main(String[] arguments) throws IOException, InterruptedException {
        var queries =
                new Queries(
                        Long.parseLong(arguments[0]) * 1_000,
                        new Server(arguments[1]),
                        new Server(arguments[2]));
        if (arguments[3].equals("load")) {
            queries.load();
        } else {
            String wanted = arguments.length > 5 ? arguments[5] : "";
            queries.measure(arguments[3].equals("range"), arguments[4], wanted);
        }
    }

    private void load() throws IOException, InterruptedException {
        List<byte[]> series = new ArrayList<>();
        int count = 1;
        for (String size : SIZES) {
            for (int i = 0; i < count; i++) {
                String l = String.valueOf(i);
                series.add(labels("a_" + size, l, count));
                if (count <= 1_000) {
                    series.add(labels("b_" + size, l, count));
                }
                for (String bound : count <= 100 ? Shapes.BOUNDS : new String[0]) {
                    series.add(Server.labels("__name__", "h_" + size, "l", l, "le", bound));
                }
            }
            count *= 10;
        }
        write(series);
    }

    private static byte[] labels(String name, String l, int count) {
        return count == 1
                ? Server.labels("__name__", name)
                : Server.labels("__name__", name, "l", l);
    }

    private void write(List<byte[]> series) throws IOException, InterruptedException {
        var random = new Random(1);
        double[] last = new double[series.size()];
        for (int from = 0; from < SAMPLES; from += BATCH) {
            var message = new ByteOut(1 << 22);
            long[] times = new long[BATCH];
            double[] values = new double[BATCH];
            for (int i = 0; i < series.size(); i++) {
                for (int at = 0; at < BATCH; at++) {
                    times[at] = start + (from + at) * INTERVAL;
                    last[i] = random.nextInt(2_000) == 0 ? 0 : last[i] + random.nextInt(50);
                    values[at] = last[i];
                }
                Server.series(message, series.get(i), times, values);
                if (message.size() > 4_000_000) {
                    theirs.write(message);
                    message = new ByteOut(1 << 22);
                }
            }
            theirs.write(message);
        }
        System.out.printf("%d series, %d samples%n", series.size(), series.size() * SAMPLES);
    }

    private void measure(boolean range, String size, String wanted)
            throws IOException, InterruptedException {
        System.out.printf(
                "%-70s %9s %9s %9s %9s %6s %6s%n",
                "shape", "ours ms", "worst", "theirs", "worst", "time", "CPU");
        double product = 1;
        int shapes = 0;
        for (String shape : Shapes.ALL) {
            boolean missing =
                    !shape.contains(wanted)
                            || (size.equals("tenk")
                                    && (shape.contains("b_X") || shape.contains("h_X")))
                            || (size.equals("thousand") && shape.contains("h_X"))
                            || (range && size.equals("tenk") && !isSmall(shape));
            if (!missing) {
                product *= measure(shape.replace("X", size), range);
                shapes++;
            }
        }
        System.out.printf(
                "%d shapes; CPU of theirs to ours, geometric mean %.2f; peak memory %d and %d MB%n",
                shapes,
                Math.pow(product, 1.0 / shapes),
                ours.peakMegabytes(),
                theirs.peakMegabytes());
    }

    /// Whether the answer is a few rows, however many series there are.
    private static boolean isSmall(String shape) {
        return shape.startsWith("sum") || shape.startsWith("avg") || shape.startsWith("absent");
    }

    private double measure(String query, boolean range) throws IOException, InterruptedException {
        Map<String, String> parameters =
                range
                        ? Map.of(
                                "query", query,
                                "start", (start + 600_000) / 1_000 + "",
                                "end", (start + 600_000 + (STEPS - 1) * STEP) / 1_000 + "",
                                "step", STEP / 1_000 + "")
                        : Map.of("query", query, "time", (start + SAMPLES * INTERVAL) / 1_000 + "");
        String path = range ? "query_range" : "query";
        for (int i = 0; i < 3; i++) {
            ours.ask(path, parameters);
        }
        theirs.ask(path, parameters);
        double ownBefore = ours.cpuSeconds();
        double otherBefore = theirs.cpuSeconds();
        double own = 0;
        double other = 0;
        int turns = 0;
        double[] ownTimes = new double[MOST_TURNS];
        double[] otherTimes = new double[MOST_TURNS];
        while (turns < MOST_TURNS && (turns < 3 || own < ENOUGH || other < ENOUGH)) {
            ownTimes[turns] = millis(ours, path, parameters);
            otherTimes[turns++] = millis(theirs, path, parameters);
            own = ours.cpuSeconds() - ownBefore;
            other = theirs.cpuSeconds() - otherBefore;
            if (own + other > 8 * ENOUGH && turns >= 3) {
                break;
            }
        }
        double ratio = (other + 0.005) / (own + 0.005);
        print(query, Arrays.copyOf(ownTimes, turns), Arrays.copyOf(otherTimes, turns), ratio);
        return ratio;
    }

    private static void print(String query, double[] own, double[] other, double ratio) {
        Arrays.sort(own);
        Arrays.sort(other);
        int middle = own.length / 2;
        System.out.printf(
                "%-70s %9.2f %9.2f %9.2f %9.2f %6.2f %6.2f%n",
                query,
                own[middle],
                own[own.length - 1],
                other[middle],
                other[other.length - 1],
                other[middle] / own[middle],
                ratio);
    }

    private static double millis(Server server, String path, Map<String, String> parameters)
            throws IOException, InterruptedException {
        long begun = System.nanoTime();
        server.ask(path, parameters);
        return (System.nanoTime() - begun) / 1e6;
    }
}
