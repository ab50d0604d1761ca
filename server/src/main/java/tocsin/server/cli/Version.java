package tocsin.server.cli;

/// What this program calls itself, and as what it answers to clients that ask for a version.
public final class Version {
    /// Tocsin's own.
    public static final String TOCSIN = "0.1.0";

    /// The Alertmanager whose API this speaks: amtool warns of any other.
    public static final String ALERTMANAGER = "0.34.0";

    /// The Prometheus whose API this speaks: Grafana switches features by it.
    public static final String PROMETHEUS = "3.14.0";

    private Version() {}

    /// The answer to `--version`, in upstream's form.
    public static String text(String program) {
        return """
        %s, version %s (branch: main, revision: unknown)
          speaks:           Alertmanager %s, Prometheus %s
          java version:     %s
          platform:         %s/%s
        """
                .formatted(
                        program,
                        TOCSIN,
                        ALERTMANAGER,
                        PROMETHEUS,
                        System.getProperty("java.version"),
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"));
    }
}
