package tocsin.promql.ast;

import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.Optional;

/// An aggregation operator.
public enum Aggregator {
    /// Sum of a group.
    SUM,
    /// Mean of a group.
    AVG,
    /// Number of samples.
    COUNT,
    /// Smallest.
    MIN,
    /// Largest.
    MAX,
    /// One for each group.
    GROUP,
    /// Population standard deviation.
    STDDEV,
    /// Population variance.
    STDVAR,
    /// Largest series.
    TOPK(ValueType.SCALAR),
    /// Smallest series.
    BOTTOMK(ValueType.SCALAR),
    /// How often each value occurs.
    COUNT_VALUES(ValueType.STRING),
    /// A quantile over the group.
    QUANTILE(ValueType.SCALAR),
    /// Some series.
    LIMITK(ValueType.SCALAR),
    /// A share of the series.
    LIMIT_RATIO(ValueType.SCALAR);

    private final @Nullable ValueType parameter;

    Aggregator() {
        this.parameter = null;
    }

    Aggregator(ValueType parameter) {
        this.parameter = parameter;
    }

    /// The type of the parameter, if it takes one.
    public Optional<ValueType> parameter() {
        return Optional.ofNullable(parameter);
    }

    /// As it is written.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Whether it must be enabled.
    public boolean isExperimental() {
        return this == LIMITK || this == LIMIT_RATIO;
    }

    /// Whether it gives input series rather than groups.
    public boolean selects() {
        return this == TOPK || this == BOTTOMK || isExperimental();
    }

    /// The aggregator of this name in any case, if there is one.
    public static @Nullable Aggregator of(String text) {
        for (Aggregator each : values()) {
            if (each.word().equalsIgnoreCase(text)) {
                return each;
            }
        }
        return null;
    }
}
