package tocsin.server.promapi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.promql.parse.Parser;
import tocsin.promql.parse.ParserOptions;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

class ExprTreeTest {
    private static String tree(String query) {
        var bytes = new ByteArrayOutputStream();
        var json = new JsonOut(bytes);
        JsonTree.write(json, ExprTree.of(Parser.parse(query, ParserOptions.ALL)));
        json.flush();
        return bytes.toString(StandardCharsets.UTF_8).replace('"', '\'');
    }

    @Test
    void aSelectorHasItsNameItsMatchersAndItsTime() {
        assertThat(tree("up{job!='a'} offset -1m @ 1.5"))
                .isEqualTo(
                        "{'anchored':false,'matchers':[{'name':'job','type':'!=','value':'a'},"
                                + "{'name':'__name__','type':'=','value':'up'}],'name':'up',"
                                + "'offset':-60000,'offsetExpr':null,'smoothed':false,"
                                + "'startOrEnd':null,'timestamp':1500,'type':'vectorSelector'}");
        assertThat(tree("up[5m] @ end()"))
                .contains("'range':300000,'rangeExpr':null", "'startOrEnd':'end'")
                .endsWith("'timestamp':null,'type':'matrixSelector'}");
    }

    @Test
    void aComputedDurationStandsAsATree() {
        assertThat(tree("rate(up[(step() + 1m)])"))
                .contains(
                        "'range':0,'rangeExpr':{'lhs':{'lhs':null,'op':'step','rhs':null,"
                                + "'type':'durationExpr','wrapped':false},'op':'+','rhs':"
                                + "{'type':'numberLiteral','val':'60'},'type':'durationExpr',"
                                + "'wrapped':true}");
    }

    @Test
    void matchingIsThereForVectorsOnly() {
        assertThat(tree("a / on(job) group_left(team) b"))
                .contains(
                        "'matching':{'card':'many-to-one','fillValues':{'lhs':null,'rhs':null},"
                                + "'include':['team'],'labels':['job'],'on':true}");
        assertThat(tree("a and b")).contains("'card':'many-to-many'");
        assertThat(tree("a > bool 1")).contains("'bool':true", "'matching':null");
    }

    @Test
    void callsAndAggregationsTellTheirSignature() {
        assertThat(tree("topk without(job) (3, round(-(a), 0.1))"))
                .isEqualTo(
                        "{'expr':{'args':[{'expr':{'expr':"
                                + tree("a")
                                + ",'type':'parenExpr'},'op':'-','type':'unaryExpr'},"
                                + "{'type':'numberLiteral','val':'0.1'}],'func':{'argTypes':"
                                + "['vector','scalar'],'name':'round','returnType':'vector',"
                                + "'variadic':1},'type':'call'},'grouping':['job'],'op':'topk',"
                                + "'param':{'type':'numberLiteral','val':'3'},"
                                + "'type':'aggregation','without':true}");
    }

    @Test
    void aSubqueryAndTextsAreTold() {
        assertThat(tree("max_over_time(a[1h:5m])"))
                .contains("'range':3600000", "'step':300000", "'stepExpr':null", "'subquery'");
        assertThat(tree("'x'")).isEqualTo("{'type':'stringLiteral','val':'x'}");
    }
}
