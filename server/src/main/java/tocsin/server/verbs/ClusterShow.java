package tocsin.server.verbs;

import picocli.CommandLine.Command;

import java.util.concurrent.Callable;

/// `cluster show`: the members.
@Command(name = "show", description = "View cluster status and peers.")
final class ClusterShow implements Callable<Integer> {
    private final Globals globals;

    ClusterShow(Globals globals) {
        this.globals = globals;
    }

    @Override
    public Integer call() {
        Output output = globals.format();
        output.cluster(globals.api().status().path("cluster"));
        return 0;
    }
}
