package tocsin.gotemplate;

import org.jspecify.annotations.Nullable;

import tocsin.gotemplate.value.GoFunction;

import java.util.HashMap;
import java.util.Map;

/// The functions that templates may call, by name: those of the language and those added to them.
public final class Functions {
    /// What the language has by itself.
    public static final Functions BUILT_IN = new Functions(Builtins.all());

    private final Map<String, GoFunction> functions;

    private Functions(Map<String, GoFunction> functions) {
        this.functions = Map.copyOf(functions);
    }

    /// These functions and more; of two of one name the added one counts.
    public Functions with(Map<String, GoFunction> more) {
        var all = new HashMap<>(functions);
        all.putAll(more);
        return new Functions(all);
    }

    /// Whether there is a function of this name.
    public boolean has(String name) {
        return functions.containsKey(name);
    }

    @Nullable GoFunction find(String name) {
        return functions.get(name);
    }
}
