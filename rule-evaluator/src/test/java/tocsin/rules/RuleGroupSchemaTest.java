package tocsin.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import tocsin.replica.Stamp;
import tocsin.replica.Versioned;
import tocsin.rules.RuleGroupMark.Kind;
import tocsin.rules.RuleGroupMark.RuleMark;
import tocsin.rules.RuleGroupMark.Tick;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

class RuleGroupSchemaTest {
    private final RuleGroupSchema schema = new RuleGroupSchema();

    @Provide
    Arbitrary<Versioned<RuleGroupMark>> entries() {
        Arbitrary<Instant> instants = Arbitraries.longs().between(0, 5).map(Instant::ofEpochSecond);
        Arbitrary<Duration> durations =
                Arbitraries.longs().between(0, 5_000).map(Duration::ofMillis);
        Arbitrary<RuleMark> rules =
                Combinators.combine(
                                Arbitraries.longs(),
                                Arbitraries.of(RuleHealth.class),
                                Arbitraries.strings().ofMaxLength(5),
                                instants.optional(),
                                durations,
                                Arbitraries.integers().between(0, 9),
                                Arbitraries.of(true, false),
                                instants.optional())
                        .as(RuleMark::new);
        Arbitrary<Tick> ticks =
                Combinators.combine(
                                instants,
                                Arbitraries.of("a", "b"),
                                durations,
                                durations,
                                Arbitraries.integers().between(0, 9),
                                Arbitraries.of(Kind.class))
                        .as(Tick::new);
        Arbitrary<RuleGroupMark> marks =
                Combinators.combine(
                                instants,
                                durations,
                                rules.list().ofMaxSize(2),
                                ticks.list().ofMaxSize(2))
                        .as(RuleGroupMark::new);
        Arbitrary<Stamp> stamps =
                Combinators.combine(Arbitraries.longs().between(1, 3), Arbitraries.of("a", "b"))
                        .as(Stamp::new);
        return Combinators.combine(marks, stamps).as(Versioned::new);
    }

    @Property
    void mergeIsCommutative(
            @ForAll("entries") Versioned<RuleGroupMark> a,
            @ForAll("entries") Versioned<RuleGroupMark> b) {
        assertThat(schema.merge(a, b)).isEqualTo(schema.merge(b, a));
    }

    @Property
    void mergeIsAssociative(
            @ForAll("entries") Versioned<RuleGroupMark> a,
            @ForAll("entries") Versioned<RuleGroupMark> b,
            @ForAll("entries") Versioned<RuleGroupMark> c) {
        assertThat(schema.merge(schema.merge(a, b), c))
                .isEqualTo(schema.merge(a, schema.merge(b, c)));
    }

    @Property
    void mergeIsIdempotent(@ForAll("entries") Versioned<RuleGroupMark> a) {
        assertThat(schema.merge(a, a)).isEqualTo(a);
    }

    @Property
    void aValueReadsBackFromItsBytes(@ForAll("entries") Versioned<RuleGroupMark> entry) {
        byte[] bytes = schema.values().encode(entry.value());
        assertThat(schema.values().decode(bytes)).isEqualTo(entry.value());
    }

    @Property(tries = 200)
    void bytesThatAreCutShortAreRefused(@ForAll("entries") Versioned<RuleGroupMark> entry) {
        byte[] bytes = schema.values().encode(entry.value());
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> schema.values().decode(cut))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
