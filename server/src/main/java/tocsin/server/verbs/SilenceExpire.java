package tocsin.server.verbs;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.util.List;
import java.util.concurrent.Callable;

/// `silence expire`: ends silences.
@Command(name = "expire", description = "Expire silences.")
final class SilenceExpire implements Callable<Integer> {
    private final Globals globals;

    @Parameters(arity = "0..*", description = "Ids.")
    List<String> ids = List.of();

    SilenceExpire(Globals globals) {
        this.globals = globals;
    }

    @Override
    public Integer call() {
        if (ids.isEmpty()) {
            throw new VerbException("no silence IDs specified");
        }
        AlertmanagerApi api = globals.api();
        ids.forEach(api::expire);
        return 0;
    }
}
