package tocsin.server.verbs;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import tocsin.routing.Route;

import java.util.concurrent.Callable;

/// `config routes show`: the routing tree.
@Command(name = "show", description = "Show the routing tree.")
final class RoutesShow implements Callable<Integer> {
    private final Globals globals;

    @Mixin RouteSource source = new RouteSource();

    RoutesShow(Globals globals) {
        this.globals = globals;
    }

    @Override
    public Integer call() {
        Route route = source.read(globals);
        globals.streams().out().print("Routing tree:\n" + RouteTree.of(route) + "\n");
        return 0;
    }
}
