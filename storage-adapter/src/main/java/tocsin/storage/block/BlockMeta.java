package tocsin.storage.block;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import tocsin.storage.codec.CorruptDataException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What a block says of itself in `meta.json`.
///
/// @param minTime of its samples, at least
/// @param maxTime beyond all its samples
public record BlockMeta(String ulid, long minTime, long maxTime, Stats stats, Origin origin) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// What a block was made of.
    ///
    /// @param level how often it was merged; 1 for one from the head
    /// @param sources the blocks of level 1 that are in it
    /// @param parents the blocks that it replaces: any that stand beside it were not deleted in
    ///   time, and hold nothing that it does not
    public record Origin(int level, List<String> sources, List<Parent> parents) {
        /// A block from the head.
        public static final Origin HEAD = new Origin(1, List.of(), List.of());

        /// Copies the lists.
        public Origin {
            sources = List.copyOf(sources);
            parents = List.copyOf(parents);
        }
    }

    /// A block that was replaced.
    public record Parent(String ulid, long minTime, long maxTime) {}

    /// How often it was merged.
    public int level() {
        return origin.level();
    }

    /// The blocks of level 1 that are in it.
    public List<String> sources() {
        return origin.sources();
    }

    Parent asParent() {
        return new Parent(ulid, minTime, maxTime);
    }

    /// How much there is.
    public record Stats(long samples, long series, long chunks, long tombstones) {}

    /// Whether two blocks hold the same times.
    boolean overlaps(BlockMeta other) {
        return minTime < other.maxTime && other.minTime < maxTime;
    }

    /// Reads the file of a block's folder.
    public static BlockMeta read(Path block) throws IOException {
        Path file = block.resolve("meta.json");
        try {
            JsonNode root = JSON.readTree(Files.readAllBytes(file));
            JsonNode compaction = root.path("compaction");
            JsonNode stats = root.path("stats");
            if (root.path("version").asInt() != 1 || !root.path("maxTime").isIntegralNumber()) {
                throw new CorruptDataException(file + ": no meta file of version 1");
            }
            return new BlockMeta(
                    root.path("ulid").asText(),
                    root.path("minTime").asLong(),
                    root.path("maxTime").asLong(),
                    new Stats(
                            stats.path("numSamples").asLong(),
                            stats.path("numSeries").asLong(),
                            stats.path("numChunks").asLong(),
                            stats.path("numTombstones").asLong()),
                    new Origin(
                            compaction.path("level").asInt(),
                            texts(compaction.path("sources")),
                            parents(compaction.path("parents"))));
        } catch (JsonProcessingException e) {
            throw new CorruptDataException(file + ": " + e.getOriginalMessage(), e);
        }
    }

    private static List<String> texts(JsonNode array) {
        var texts = new ArrayList<String>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    private static List<Parent> parents(JsonNode array) {
        var parents = new ArrayList<Parent>();
        for (JsonNode each : array) {
            parents.add(
                    new Parent(
                            each.path("ulid").asText(),
                            each.path("minTime").asLong(),
                            each.path("maxTime").asLong()));
        }
        return parents;
    }

    BlockMeta withTombstones(long count) {
        var counted = new Stats(stats.samples(), stats.series(), stats.chunks(), count);
        return new BlockMeta(ulid, minTime, maxTime, counted, origin);
    }

    /// Writes the file of a block's folder, in place of the one that is there.
    void write(Path block) throws IOException {
        BlockFolders.replace(block.resolve("meta.json"), toJson());
    }

    private byte[] toJson() throws IOException {
        ObjectNode root = JSON.createObjectNode();
        root.put("ulid", ulid).put("minTime", minTime).put("maxTime", maxTime);
        ObjectNode counts = root.putObject("stats");
        counts.put("numSamples", stats.samples());
        counts.put("numSeries", stats.series());
        counts.put("numChunks", stats.chunks());
        if (stats.tombstones() > 0) {
            counts.put("numTombstones", stats.tombstones());
        }
        ObjectNode compaction = root.putObject("compaction").put("level", level());
        var names = compaction.putArray("sources");
        sources().forEach(names::add);
        if (!origin.parents().isEmpty()) {
            var parents = compaction.putArray("parents");
            for (Parent each : origin.parents()) {
                ObjectNode parent = parents.addObject().put("ulid", each.ulid());
                parent.put("minTime", each.minTime()).put("maxTime", each.maxTime());
            }
        }
        root.put("version", 1);
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
    }
}
