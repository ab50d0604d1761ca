package tocsin.config;

import tocsin.http.Cidr;
import tocsin.http.Destinations;
import tocsin.yaml.Fields;

import java.util.ArrayList;
import java.util.List;

/// Reads `destinations` of a `tocsin.yml`: which addresses notifications may go to. What is denied
/// comes on top of what is always denied, unless `deny_defaults` is off; what is allowed may be
/// sent to even so. With `only_allowed`, nothing else may.
final class DestinationsReader {
    private DestinationsReader() {}

    static Destinations read(Fields top) {
        return top.fields("destinations")
                .map(DestinationsReader::destinations)
                .orElse(Destinations.DEFAULT);
    }

    private static Destinations destinations(Fields fields) {
        List<Cidr> allow = blocks(fields, "allow");
        var deny = new ArrayList<>(blocks(fields, "deny"));
        if (fields.bool("deny_defaults").orElse(true)) {
            deny.addAll(Destinations.DEFAULT.deny());
        }
        if (fields.bool("only_allowed").orElse(false)) {
            deny.add(Cidr.parse("0.0.0.0/0"));
            deny.add(Cidr.parse("::/0"));
        }
        fields.done("destinations");
        return new Destinations(allow, deny);
    }

    private static List<Cidr> blocks(Fields fields, String key) {
        var blocks = new ArrayList<Cidr>();
        for (String text : fields.texts(key)) {
            try {
                blocks.add(Cidr.parse(text));
            } catch (IllegalArgumentException e) {
                fields.problem(key, String.valueOf(e.getMessage()));
            }
        }
        return blocks;
    }
}
