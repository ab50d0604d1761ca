package tocsin.storage.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import tocsin.labels.Labels;
import tocsin.promql.parse.ParserOptions;
import tocsin.rules.EvaluationException;
import tocsin.rules.SampleSink.Sample;
import tocsin.storage.remote.QuerySettings.PartialAnswers;
import tocsin.storage.remote.Transport.Answer;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

class RemoteExpressionsTest {
    private final ArrayDeque<Answer> answers = new ArrayDeque<>();
    private final List<String> asked = new ArrayList<>();

    private Answer post(URI target, Map<String, String> headers, byte[] body, Duration timeout)
            throws IOException {
        asked.add(
                target.getHost()
                        + target.getPath()
                        + " "
                        + new String(body, StandardCharsets.UTF_8));
        Answer next = answers.remove();
        if (next.status() == 0) {
            throw new IOException("connection refused");
        }
        return next;
    }

    private void answers(int status, String body) {
        answers.add(
                new Answer(status, "application/json", "", body.getBytes(StandardCharsets.UTF_8)));
    }

    private List<Sample> evaluate(PartialAnswers partial) throws EvaluationException {
        var servers = List.of(URI.create("http://a:9090/"), URI.create("http://b:9090/prefix"));
        var settings = new QuerySettings(servers, Duration.ofSeconds(7), partial);
        var expressions = new RemoteExpressions(settings, this::post, ParserOptions.SERVER);
        return expressions.compile("up   == 0").evaluate(1_700_000_000_123L);
    }

    @Test
    void aVectorComesBackWithItsLabels() throws Exception {
        answers(
                200,
                """
                {"status":"success","data":{"resultType":"vector","result":[
                {"metric":{"__name__":"up","job":"a"},"value":[1700000000.123,"0"]},
                {"metric":{},"value":[1700000000.123,"+Inf"]}]}}\
                """);

        assertThat(evaluate(PartialAnswers.FAIL))
                .containsExactly(
                        new Sample(Labels.of("__name__", "up", "job", "a"), 1_700_000_000_123L, 0),
                        new Sample(Labels.EMPTY, 1_700_000_000_123L, Double.POSITIVE_INFINITY));
        assertThat(asked)
                .containsExactly(
                        "a/api/v1/query query=up+%3D%3D+0&time=1700000000.123&timeout=7000ms");
    }

    @Test
    void theNextServerIsAskedWhenOneIsAwayAndNoneIsNeverEmpty() throws Exception {
        answers(0, "");
        answers(200, "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[]}}");
        assertThat(evaluate(PartialAnswers.FAIL)).isEmpty();
        assertThat(asked.get(1)).startsWith("b/prefix/api/v1/query ");

        answers(503, "starting");
        answers(200, "<html>not prometheus</html>");
        assertThatThrownBy(() -> evaluate(PartialAnswers.FAIL))
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining("a:9090: status 503")
                .hasMessageContaining("b:9090: status 200 with a body that is no JSON");
    }

    @Test
    void aServerThatSaysThatTheQueryIsWrongIsBelieved() {
        answers(400, "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"no\"}");
        assertThatThrownBy(() -> evaluate(PartialAnswers.FAIL)).hasMessage("bad_data: no");
        assertThat(asked).hasSize(1);
    }

    @Test
    void aPartialAnswerFailsUnlessItIsAccepted() throws Exception {
        String partial =
                "{\"status\":\"success\",\"warnings\":[\"store 3 is away\"],"
                        + "\"data\":{\"resultType\":\"vector\",\"result\":[]}}";
        answers(200, partial);
        assertThatThrownBy(() -> evaluate(PartialAnswers.FAIL))
                .hasMessage("the answer may not be complete: store 3 is away");
        answers(200, partial);
        assertThat(evaluate(PartialAnswers.ACCEPT)).isEmpty();
        answers(200, partial.replace("store 3", "PromQL info: x"));
        assertThat(evaluate(PartialAnswers.FAIL)).isEmpty();
    }
}
