package tocsin.gotemplate;

import org.jspecify.annotations.Nullable;

import tocsin.gotemplate.value.GoFunction;

import java.util.Map;

/// The functions that templates may call, by name: those of the language and those added to them.
public final class Functions {
    /// What the language has by itself.
    public static final Functions BUILT_IN = new Functions(null, Builtins.all());

    private final @Nullable Functions under;
    private final Map<String, GoFunction> functions;

    private Functions(@Nullable Functions under, Map<String, GoFunction> functions) {
        this.under = under;
        this.functions = Map.copyOf(functions);
    }

    /// These functions and more; of two of one name the added one counts.
    public Functions with(Map<String, GoFunction> more) {
        return new Functions(this, more);
    }

    /// Whether there is a function of this name.
    public boolean has(String name) {
        return find(name) != null;
    }

    @Nullable GoFunction find(String name) {
        GoFunction found = functions.get(name);
        return found == null && under != null ? under.find(name) : found;
    }
}
