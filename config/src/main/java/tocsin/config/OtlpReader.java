package tocsin.config;

import tocsin.config.Otlp.Strategy;
import tocsin.yaml.Fields;

import java.util.List;

/// Reads `otlp`.
final class OtlpReader {
    private OtlpReader() {}

    static Otlp read(Fields top) {
        return top.fields("otlp").map(OtlpReader::of).orElse(Otlp.DEFAULT);
    }

    private static Otlp of(Fields fields) {
        boolean all = fields.bool("promote_all_resource_attributes").orElse(false);
        List<String> promoted = fields.texts("promote_resource_attributes");
        List<String> ignored = fields.texts("ignore_resource_attributes");
        if (all && !promoted.isEmpty()) {
            fields.problem(
                    "promote_resource_attributes",
                    "'promote_all_resource_attributes' and 'promote_resource_attributes' cannot"
                            + " be configured simultaneously");
        }
        if (!all && !ignored.isEmpty()) {
            fields.problem(
                    "ignore_resource_attributes",
                    "'ignore_resource_attributes' must be configured along with"
                            + " 'promote_all_resource_attributes'");
        }
        var read =
                new Otlp(
                        fields.parsed("translation_strategy", Strategy::of)
                                .orElse(Otlp.DEFAULT.strategy()),
                        all,
                        all ? ignored : promoted,
                        fields.bool("keep_identifying_resource_attributes").orElse(false),
                        fields.bool("convert_histograms_to_nhcb").orElse(false),
                        fields.bool("promote_scope_metadata").orElse(false),
                        fields.bool("label_name_underscore_sanitization").orElse(true),
                        fields.bool("label_name_preserve_multiple_underscores").orElse(true));
        fields.done("otlp");
        return read;
    }
}
