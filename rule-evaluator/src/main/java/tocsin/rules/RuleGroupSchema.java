package tocsin.rules;

import tocsin.replica.Codec;
import tocsin.replica.FieldReader;
import tocsin.replica.FieldWriter;
import tocsin.replica.MapSchema;
import tocsin.replica.Versioned;
import tocsin.rules.RuleGroupMark.Kind;
import tocsin.rules.RuleGroupMark.RuleMark;
import tocsin.rules.RuleGroupMark.Tick;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;

/// The replicated map `rule-groups`: by a group's key, how far it has come. The newest slot wins;
/// of two for the same slot the newest stamp.
public final class RuleGroupSchema implements MapSchema<String, RuleGroupMark> {
    private static final Duration RETENTION = Duration.ofDays(5);
    private static final int VERSION = 1;

    @Override
    public String name() {
        return "rule-groups";
    }

    @Override
    public Codec<String> keys() {
        return new Codec<>() {
            @Override
            public byte[] encode(String key) {
                return key.getBytes(StandardCharsets.UTF_8);
            }

            @Override
            public String decode(byte[] bytes) {
                return new String(bytes, StandardCharsets.UTF_8);
            }
        };
    }

    @Override
    public Codec<RuleGroupMark> values() {
        return new Codec<>() {
            @Override
            public byte[] encode(RuleGroupMark value) {
                return RuleGroupSchema.encode(value);
            }

            @Override
            public RuleGroupMark decode(byte[] bytes) {
                return RuleGroupSchema.decode(new FieldReader(bytes, VERSION));
            }
        };
    }

    @Override
    public Versioned<RuleGroupMark> merge(Versioned<RuleGroupMark> a, Versioned<RuleGroupMark> b) {
        int order = a.value().slot().compareTo(b.value().slot());
        if (order == 0) {
            return MapSchema.super.merge(a, b);
        }
        return order > 0 ? a : b;
    }

    @Override
    public Instant expiresAt(String key, RuleGroupMark value) {
        return value.slot().plus(RETENTION);
    }

    private static byte[] encode(RuleGroupMark mark) {
        var out = new FieldWriter(VERSION);
        out.instant(mark.slot()).number(mark.took().toNanos()).number(mark.rules().size());
        for (RuleMark rule : mark.rules()) {
            out.fixed(rule.id()).number(number(rule.health())).text(rule.error());
            write(out, rule.evaluated());
            out.number(rule.took().toNanos()).number(rule.series()).flag(rule.matched());
            write(out, rule.lastFired());
        }
        out.number(mark.ticks().size());
        for (Tick tick : mark.ticks()) {
            out.instant(tick.slot()).text(tick.member()).number(tick.lateness().toMillis());
            out.number(tick.took().toMillis()).number(tick.failed());
            out.number(number(tick.kind()));
        }
        return out.bytes();
    }

    private static RuleGroupMark decode(FieldReader in) {
        Instant slot = in.instant();
        Duration took = Duration.ofNanos(in.number());
        int size = in.count(14);
        var rules = new ArrayList<RuleMark>(size);
        for (int i = 0; i < size; i++) {
            rules.add(
                    new RuleMark(
                            in.fixed(),
                            health(in.number()),
                            in.text(),
                            moment(in),
                            Duration.ofNanos(in.number()),
                            (int) in.number(),
                            in.flag(),
                            moment(in)));
        }
        int count = in.count(7);
        var ticks = new ArrayList<Tick>(count);
        for (int i = 0; i < count; i++) {
            ticks.add(
                    new Tick(
                            in.instant(),
                            in.text(),
                            Duration.ofMillis(in.number()),
                            Duration.ofMillis(in.number()),
                            (int) in.number(),
                            kind(in.number())));
        }
        in.end();
        return new RuleGroupMark(slot, took, rules, ticks);
    }

    private static int number(RuleHealth health) {
        return switch (health) {
            case UNKNOWN -> 0;
            case OK -> 1;
            case ERROR -> 2;
        };
    }

    private static RuleHealth health(long number) {
        return switch ((int) number) {
            case 0 -> RuleHealth.UNKNOWN;
            case 1 -> RuleHealth.OK;
            case 2 -> RuleHealth.ERROR;
            default -> throw new IllegalArgumentException("a rule's health of kind " + number);
        };
    }

    private static int number(Kind kind) {
        return switch (kind) {
            case IN_TIME -> 0;
            case CAUGHT_UP -> 1;
            case TOO_SLOW -> 2;
            case LET_GO -> 3;
        };
    }

    private static Kind kind(long number) {
        return switch ((int) number) {
            case 0 -> Kind.IN_TIME;
            case 1 -> Kind.CAUGHT_UP;
            case 2 -> Kind.TOO_SLOW;
            case 3 -> Kind.LET_GO;
            default -> throw new IllegalArgumentException("a slot of kind " + number);
        };
    }

    private static void write(FieldWriter out, Optional<Instant> moment) {
        out.flag(moment.isPresent());
        moment.ifPresent(out::instant);
    }

    private static Optional<Instant> moment(FieldReader in) {
        return in.flag() ? Optional.of(in.instant()) : Optional.empty();
    }
}
