package tocsin.storage.read;

import tocsin.labels.MatchType;
import tocsin.labels.Matcher;
import tocsin.storage.codec.CorruptDataException;
import tocsin.storage.codec.ProtoIn;
import tocsin.storage.codec.ProtoOut;

import java.util.ArrayList;
import java.util.List;

/// A `prometheus.ReadRequest`.
///
/// @param accepted the forms of answers that the asker can read, the best first
record ReadRequest(List<Query> queries, List<Integer> accepted) {
    static final int SAMPLES = 0;
    static final int CHUNKS = 1;
    private static final int MOST_QUERIES = 1_000;

    /// Copies the lists.
    ReadRequest {
        queries = List.copyOf(queries);
        accepted = List.copyOf(accepted);
    }

    /// One selection.
    ///
    /// @param from the first time that counts
    /// @param to the last time that counts
    record Query(long from, long to, List<Matcher> matchers) {
        /// Copies the matchers; leaves room before the first time.
        Query {
            from = Math.max(from, Long.MIN_VALUE + 1);
            matchers = List.copyOf(matchers);
        }
    }

    byte[] toBytes() {
        var out = new ProtoOut(256);
        for (Query query : queries) {
            var one = new ProtoOut(128).varint(1, query.from()).varint(2, query.to());
            for (Matcher matcher : query.matchers()) {
                var each = new ProtoOut(64).varint(1, number(matcher.type()));
                one.message(3, each.text(2, matcher.name()).text(3, matcher.value()));
            }
            out.message(1, one);
        }
        accepted.forEach(type -> out.varint(2, type));
        return out.toBytes();
    }

    private static int number(MatchType type) {
        return switch (type) {
            case EQUAL -> 0;
            case NOT_EQUAL -> 1;
            case MATCHES -> 2;
            case NOT_MATCHES -> 3;
        };
    }

    private static MatchType type(ProtoIn in, int number) throws CorruptDataException {
        return switch (number) {
            case 0 -> MatchType.EQUAL;
            case 1 -> MatchType.NOT_EQUAL;
            case 2 -> MatchType.MATCHES;
            case 3 -> MatchType.NOT_MATCHES;
            default -> throw in.wrong("invalid matcher type " + number);
        };
    }

    /// Reads a message.
    ///
    /// @throws CorruptDataException when it is none, or a matcher of it cannot be one
    static ReadRequest read(byte[] message) throws CorruptDataException {
        var in = new ProtoIn(message);
        var queries = new ArrayList<Query>();
        var accepted = new ArrayList<Integer>();
        while (in.next()) {
            switch (in.field()) {
                case 1 -> queries.add(query(in));
                case 2 -> accepted(in, accepted);
                default -> in.skip();
            }
            if (queries.size() > MOST_QUERIES) {
                throw in.wrong("more than " + MOST_QUERIES + " queries");
            }
        }
        return new ReadRequest(queries, accepted);
    }

    private static void accepted(ProtoIn in, List<Integer> into) throws CorruptDataException {
        if (in.wire() == ProtoIn.VARINT) {
            into.add((int) in.varint());
            return;
        }
        int outer = in.enter();
        while (in.position() < in.end()) {
            into.add((int) in.varint());
        }
        in.leave(outer);
    }

    private static Query query(ProtoIn in) throws CorruptDataException {
        long from = 0;
        long to = 0;
        var matchers = new ArrayList<Matcher>();
        int outer = in.enter();
        while (in.next()) {
            switch (in.field()) {
                case 1 -> from = in.varint();
                case 2 -> to = in.varint();
                case 3 -> matchers.add(matcher(in));
                default -> in.skip();
            }
        }
        in.leave(outer);
        return new Query(from, to, matchers);
    }

    private static Matcher matcher(ProtoIn in) throws CorruptDataException {
        int type = 0;
        String name = "";
        String value = "";
        int outer = in.enter();
        while (in.next()) {
            switch (in.field()) {
                case 1 -> type = (int) in.varint();
                case 2 -> name = in.text();
                case 3 -> value = in.text();
                default -> in.skip();
            }
        }
        in.leave(outer);
        try {
            return Matcher.promql(type(in, type), name, value);
        } catch (IllegalArgumentException e) {
            throw new CorruptDataException(String.valueOf(e.getMessage()), e);
        }
    }
}
