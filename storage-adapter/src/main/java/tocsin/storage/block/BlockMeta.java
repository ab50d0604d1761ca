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
/// @param sources the blocks of level 1 that it was made of
public record BlockMeta(
        String ulid, long minTime, long maxTime, Stats stats, int level, List<String> sources) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// Copies the list.
    public BlockMeta {
        sources = List.copyOf(sources);
    }

    /// How much there is.
    public record Stats(long samples, long series, long chunks, long tombstones) {}

    /// Whether two blocks hold the same times.
    boolean overlaps(BlockMeta other) {
        return minTime < other.maxTime && other.minTime < maxTime;
    }

    /// Reads the file of a block's folder.
    static BlockMeta read(Path block) throws IOException {
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
                    compaction.path("level").asInt(),
                    texts(compaction.path("sources")));
        } catch (JsonProcessingException e) {
            throw new CorruptDataException(file + ": " + e.getOriginalMessage(), e);
        }
    }

    private static List<String> texts(JsonNode array) {
        var texts = new ArrayList<String>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    byte[] toJson() throws IOException {
        ObjectNode root = JSON.createObjectNode();
        root.put("ulid", ulid).put("minTime", minTime).put("maxTime", maxTime);
        ObjectNode counts = root.putObject("stats");
        counts.put("numSamples", stats.samples());
        counts.put("numSeries", stats.series());
        counts.put("numChunks", stats.chunks());
        ObjectNode compaction = root.putObject("compaction").put("level", level);
        var names = compaction.putArray("sources");
        sources.forEach(names::add);
        root.put("version", 1);
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
    }
}
