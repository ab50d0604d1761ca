package tocsin.server.promapi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.labels.Labels;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

class StoreStatusTest {
    @Test
    void theLargestComeFirstAndNamesBreakTies() {
        var status = new StoreStatus();
        status.add(Labels.of("__name__", "up", "job", "a"));
        status.add(Labels.of("__name__", "up", "job", "bb"));
        status.add(Labels.of("__name__", "down", "job", "a"));

        var bytes = new ByteArrayOutputStream();
        var json = new JsonOut(bytes);
        JsonTree.write(json, status.tree(Map.of("chunkCount", 7L), 2));
        json.flush();

        assertThat(bytes.toString(StandardCharsets.UTF_8).replace('"', '\''))
                .isEqualTo(
                        "{'headStats':{'numSeries':3,'numLabelPairs':4,'chunkCount':7},"
                                + "'seriesCountByMetricName':[{'name':'up','value':2},"
                                + "{'name':'down','value':1}],"
                                + "'labelValueCountByLabelName':[{'name':'__name__','value':2},"
                                + "{'name':'job','value':2}],"
                                + "'memoryInBytesByLabelName':[{'name':'__name__','value':6},"
                                + "{'name':'job','value':3}],"
                                + "'seriesCountByLabelValuePair':[{'name':'__name__=up','value':2},"
                                + "{'name':'job=a','value':2}]}");
    }
}
