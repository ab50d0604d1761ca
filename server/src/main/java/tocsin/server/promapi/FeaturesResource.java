package tocsin.server.promapi;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

import tocsin.promql.ast.Aggregator;
import tocsin.promql.ast.Function;
import tocsin.promql.ast.Functions;
import tocsin.promql.ast.Operator;
import tocsin.promql.parse.ParserOptions;

import java.util.Map;
import java.util.TreeMap;

/// `/features`: what this server can do, so that clients need not try or guess by version.
@Path("/api/v1/features")
public final class FeaturesResource {
    private static final String API =
            "exclude_alerts format_query label_values_match labels_limit parse_query post_queries"
                    + " query_exemplars query_stats query_warnings remote_read"
                    + " remote_write_receiver rules_pagination series_limit";
    private static final String RULES =
            "alert_annotations concurrent_evaluation keep_firing_for labels_on_groups limit"
                    + " query_offset";
    private static final String LANGUAGE =
            "at_modifier bool by group_left group_right ignoring negative_offset offset on"
                    + " per_query_lookback_delta subqueries without";
    private static final String TEMPLATES =
            "args externalURL first graphLink humanize humanize1024 humanizeDuration"
                    + " humanizePercentage humanizeTimestamp label match parseDuration pathPrefix"
                    + " query reReplaceAll safeHtml sortByLabel stripDomain stripPort strvalue"
                    + " tableLink title toDuration toLower toTime toUpper urlQueryEscape value";

    private final Map<String, Map<String, Boolean>> features = new TreeMap<>();

    /// What a parser with these options, and this API, can do.
    ///
    /// @param adminApi whether samples may be deleted
    /// @param otlp whether metrics of OpenTelemetry are taken
    public FeaturesResource(ParserOptions options, boolean adminApi, boolean otlp) {
        language(options);
        all("api", API);
        all("rules", RULES);
        all("tsdb", "exemplars native_histograms out_of_order");
        all("templating_functions", TEMPLATES);
        category("api").put("admin", adminApi);
        category("otlp_receiver").put("otlp", otlp);
        category("scrape").put("scrape", false);
        category("service_discovery_providers");
        category("prometheus").put("alertmanager", true);
        category("ui").put("graph", true);
    }

    private void language(ParserOptions options) {
        boolean experimental = options.experimentalFunctions();
        Map<String, Boolean> functions = category("promql_functions");
        for (Function function : Functions.all()) {
            functions.put(function.name(), experimental || !function.experimental());
        }
        Map<String, Boolean> operators = category("promql_operators");
        for (Operator operator : Operator.values()) {
            operators.put(operator.symbol(), true);
        }
        for (Aggregator aggregator : Aggregator.values()) {
            operators.put(aggregator.word(), experimental || !aggregator.isExperimental());
        }
        all("promql", LANGUAGE);
        Map<String, Boolean> language = category("promql");
        language.put("anchored", options.extendedSelectors());
        language.put("smoothed", options.extendedSelectors());
        language.put("fill_modifiers", options.fillModifiers());
        language.put("duration_expr", options.durationExpressions());
    }

    private Map<String, Boolean> category(String name) {
        return features.computeIfAbsent(name, _ -> new TreeMap<>());
    }

    private void all(String category, String names) {
        for (String name : names.split(" ", -1)) {
            category(category).put(name, true);
        }
    }

    /// By category.
    @GET
    public Response get() {
        return Envelope.data(json -> JsonTree.write(json, features));
    }
}
