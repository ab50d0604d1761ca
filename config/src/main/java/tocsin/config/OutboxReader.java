package tocsin.config;

import tocsin.outbox.OutboxTerms;
import tocsin.outbox.Terms;
import tocsin.outbox.Terms.Digest;
import tocsin.outbox.Terms.Fallback;
import tocsin.outbox.Terms.Rate;
import tocsin.yaml.Fields;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Reads `outbox` of a `tocsin.yml`: how receivers are spoken to. What a receiver does not say it
/// takes from `standard`.
final class OutboxReader {
    private static final Duration LONGEST_DEADLINE = Duration.ofDays(7);
    private static final Duration DIGEST_AFTER = Duration.ofMinutes(1);
    private static final Duration FALLBACK_AFTER = Duration.ofMinutes(10);

    private final Fields outbox;

    private OutboxReader(Fields outbox) {
        this.outbox = outbox;
    }

    /// What is said.
    ///
    /// @param names checks the receivers that are named against those there are
    record Read(OutboxTerms terms, Consumer<Set<String>> names) {
        static final Read DEFAULTS = new Read(OutboxTerms.DEFAULT, _ -> {});
    }

    static Read read(Fields top) {
        return top.fields("outbox")
                .map(fields -> new OutboxReader(fields).read())
                .orElse(Read.DEFAULTS);
    }

    private Read read() {
        Terms standard =
                outbox.fields("standard")
                        .map(fields -> terms(fields, Terms.DEFAULT))
                        .orElse(Terms.DEFAULT);
        Map<String, Terms> byReceiver = new LinkedHashMap<>();
        Optional<Fields> receivers = outbox.fields("receivers");
        receivers.ifPresent(all ->
                all.keys()
                        .forEach(name ->
                                all.fields(name)
                                        .ifPresent(fields ->
                                                byReceiver.put(name, terms(fields, standard)))));
        outbox.done("outbox");
        return new Read(
                new OutboxTerms(standard, byReceiver),
                names -> receivers.ifPresent(all -> check(all, standard, byReceiver, names)));
    }

    private void check(
            Fields receivers, Terms standard, Map<String, Terms> byReceiver, Set<String> names) {
        byReceiver.forEach((name, terms) -> {
            if (!names.contains(name)) {
                receivers.problem(name, "undefined receiver \"" + name + "\" used in outbox");
            }
            terms.fallback()
                    .filter(fallback -> !names.contains(fallback.receiver()))
                    .ifPresent(fallback -> receivers.problem(name, undefined(fallback)));
        });
        standard.fallback()
                .filter(fallback -> !names.contains(fallback.receiver()))
                .ifPresent(fallback -> outbox.problem("standard", undefined(fallback)));
    }

    private static String undefined(Fallback fallback) {
        return "undefined receiver \"" + fallback.receiver() + "\" used as fallback";
    }

    private static Terms terms(Fields fields, Terms otherwise) {
        Optional<Rate> rate = fields.fields("rate").flatMap(OutboxReader::rate);
        long atOnce = fields.integer("concurrency").orElse((long) otherwise.atOnce());
        if (atOnce < 1 || atOnce > 10_000) {
            fields.problem("concurrency", "expected 1 to 10000, found " + atOnce);
            atOnce = otherwise.atOnce();
        }
        Duration deadline = fields.duration("deadline").orElse(otherwise.deadline());
        if (!deadline.isPositive() || deadline.compareTo(LONGEST_DEADLINE) > 0) {
            fields.problem("deadline", "expected more than nothing and at most 7d");
            deadline = otherwise.deadline();
        }
        Digest digest =
                fields.fields("digest").map(OutboxReader::digest).orElse(otherwise.digest());
        Optional<Fallback> fallback =
                fields.fields("fallback").map(OutboxReader::fallback).or(otherwise::fallback);
        fields.done("outbox");
        return new Terms(rate.or(otherwise::rate), (int) atOnce, deadline, digest, fallback);
    }

    private static Optional<Rate> rate(Fields fields) {
        Optional<Double> perSecond =
                fields.parsed(
                        "per_second",
                        text -> {
                            try {
                                return Double.parseDouble(text);
                            } catch (NumberFormatException e) {
                                throw new IllegalArgumentException(
                                        "expected a number, found \"" + text + "\"", e);
                            }
                        });
        long burst = fields.integer("burst").orElse(1L);
        if (!fields.has("per_second")) {
            fields.problem("per_second", "per_second is missing in rate");
        }
        fields.done("rate");
        try {
            return perSecond.map(
                    found -> new Rate(found, Math.clamp(burst, Integer.MIN_VALUE, 1_000_000)));
        } catch (IllegalArgumentException e) {
            fields.problems().add(fields.node(), String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private static Digest digest(Fields fields) {
        long above = fields.integer("above").orElse(0L);
        if (above < 0 || above > 1_000_000) {
            fields.problem("above", "expected 0 (never) to 1000000, found " + above);
            above = 0;
        }
        var digest = new Digest((int) above, fields.duration("after").orElse(DIGEST_AFTER));
        fields.done("digest");
        return digest;
    }

    private static Fallback fallback(Fields fields) {
        String receiver = fields.text("receiver", "");
        if (receiver.isEmpty()) {
            fields.problem("receiver", "receiver is missing in fallback");
        }
        var fallback = new Fallback(receiver, fields.duration("after").orElse(FALLBACK_AFTER));
        fields.done("fallback");
        return fallback;
    }
}
