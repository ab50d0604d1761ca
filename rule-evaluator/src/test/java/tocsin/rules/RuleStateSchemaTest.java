package tocsin.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import org.junit.jupiter.api.Test;

import tocsin.labels.Fingerprint;
import tocsin.labels.Labels;
import tocsin.replica.Stamp;
import tocsin.replica.Versioned;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

class RuleStateSchemaTest {
    private final RuleStateSchema schema = new RuleStateSchema();

    @Provide
    Arbitrary<Versioned<RuleAlert>> entries() {
        Arbitrary<Instant> instants = Arbitraries.longs().between(0, 5).map(Instant::ofEpochSecond);
        Arbitrary<Optional<AlertState>> states =
                Arbitraries.oneOf(
                        Arbitraries.just(Optional.empty()),
                        instants.map(at -> Optional.of(new AlertState.Pending(at))),
                        Combinators.combine(instants, instants, instants.optional())
                                .as((a, f, k) -> Optional.of(new AlertState.Firing(a, f, k))),
                        Combinators.combine(instants, instants, instants)
                                .as((a, f, r) -> Optional.of(new AlertState.Resolved(a, f, r))));
        Arbitrary<RuleAlert> alerts =
                Combinators.combine(
                                states,
                                instants.optional(),
                                instants,
                                Arbitraries.doubles().between(0, 2))
                        .as((state, sent, evaluated, value) ->
                                new RuleAlert(
                                        Labels.of("alertname", "A"),
                                        Labels.of("summary", "s"),
                                        value,
                                        state,
                                        sent,
                                        evaluated));
        Arbitrary<Stamp> stamps =
                Combinators.combine(Arbitraries.longs().between(1, 3), Arbitraries.of("a", "b"))
                        .as(Stamp::new);
        return Combinators.combine(alerts, stamps).as(Versioned::new);
    }

    @Property
    void mergeIsCommutative(
            @ForAll("entries") Versioned<RuleAlert> a, @ForAll("entries") Versioned<RuleAlert> b) {
        assertThat(schema.merge(a, b)).isEqualTo(schema.merge(b, a));
    }

    @Property
    void mergeIsAssociative(
            @ForAll("entries") Versioned<RuleAlert> a,
            @ForAll("entries") Versioned<RuleAlert> b,
            @ForAll("entries") Versioned<RuleAlert> c) {
        assertThat(schema.merge(schema.merge(a, b), c))
                .isEqualTo(schema.merge(a, schema.merge(b, c)));
    }

    @Property
    void mergeIsIdempotent(@ForAll("entries") Versioned<RuleAlert> a) {
        assertThat(schema.merge(a, a)).isEqualTo(a);
    }

    @Property
    void aValueReadsBackFromItsBytes(@ForAll("entries") Versioned<RuleAlert> entry) {
        byte[] bytes = schema.values().encode(entry.value());
        assertThat(schema.values().decode(bytes)).isEqualTo(entry.value());
    }

    @Property
    void bytesThatAreCutShortAreRefused(@ForAll("entries") Versioned<RuleAlert> entry) {
        byte[] bytes = schema.values().encode(entry.value());
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> schema.values().decode(cut))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aKeyReadsBackFromItsBytes() {
        var key = new RuleAlertKey("rules.yml;g;alert A {};1", new Fingerprint(7));
        assertThat(schema.keys().decode(schema.keys().encode(key))).isEqualTo(key);
    }
}
