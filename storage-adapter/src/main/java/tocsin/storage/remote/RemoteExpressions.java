package tocsin.storage.remote;

import tocsin.promql.ast.Printer;
import tocsin.promql.parse.Parser;
import tocsin.promql.parse.ParserOptions;
import tocsin.rules.EvaluationException;
import tocsin.rules.Expression;
import tocsin.rules.Expressions;
import tocsin.rules.SampleSink.Sample;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// Expressions that another server evaluates: anything with Prometheus's HTTP API. Syntax is
/// checked here all the same, so that a rule file is judged without any network.
///
/// The next server is asked when one is away or in trouble. One that says that the query is wrong
/// is believed. A failure is never an empty answer.
public final class RemoteExpressions implements Expressions {
    private static final Map<String, String> HEADERS =
            Map.of(
                    "Content-Type",
                    "application/x-www-form-urlencoded",
                    "Accept",
                    "application/json");

    private final QuerySettings settings;
    private final Transport transport;
    private final ParserOptions syntax;

    /// Expressions that the servers evaluate.
    public RemoteExpressions(QuerySettings settings, Transport transport, ParserOptions syntax) {
        this.settings = settings;
        this.transport = transport;
        this.syntax = syntax;
    }

    @Override
    public Expression compile(String text) {
        return new Remote(Printer.print(Parser.parse(text, syntax)));
    }

    private final class Remote implements Expression {
        private final String query;

        Remote(String query) {
            this.query = query;
        }

        @Override
        public String canonical() {
            return query;
        }

        @Override
        public List<Sample> evaluate(long atMillis) throws EvaluationException {
            byte[] form = form(atMillis).getBytes(StandardCharsets.UTF_8);
            var failures = new StringBuilder();
            for (URI server : settings.servers()) {
                try {
                    Transport.Answer answer =
                            transport.post(target(server), HEADERS, form, settings.timeout());
                    if (answer.status() / 100 != 5 && answer.status() != 429) {
                        return QueryAnswer.read(answer, settings.partial());
                    }
                    failure(failures, server, "status " + answer.status());
                } catch (IOException e) {
                    failure(failures, server, String.valueOf(e.getMessage()));
                }
            }
            throw new EvaluationException("no server answered the query: " + failures);
        }

        private String form(long atMillis) {
            return "query="
                    + URLEncoder.encode(query, StandardCharsets.UTF_8)
                    + "&time="
                    + BigDecimal.valueOf(atMillis, 3).toPlainString()
                    + "&timeout="
                    + settings.timeout().toMillis()
                    + "ms";
        }
    }

    private static void failure(StringBuilder failures, URI server, String why) {
        failures.append(failures.isEmpty() ? "" : "; ")
                .append(Transport.shown(server))
                .append(": ")
                .append(why);
    }

    private static URI target(URI server) {
        String base = String.valueOf(server);
        return URI.create(
                (base.endsWith("/") ? base.substring(0, base.length() - 1) : base)
                        + "/api/v1/query");
    }
}
