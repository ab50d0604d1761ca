package tocsin.server.verbs;

import picocli.CommandLine.Option;

import tocsin.storage.block.BlockMeta;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.function.Consumer;

/// How the blocks that a verb makes are told: promtool's flags.
final class BlockOutput {
    @Option(
            names = {"-r", "--human-readable"},
            description = "Print human readable values.")
    boolean readable;

    @Option(
            names = {"-q", "--quiet"},
            description = "Do not print created blocks.")
    boolean quiet;

    /// Tells each block as it is made.
    Consumer<BlockMeta> teller(PrintStream out, Path folder) {
        if (quiet) {
            return _ -> {};
        }
        return new BlockTable(out, folder, readable)::print;
    }
}
