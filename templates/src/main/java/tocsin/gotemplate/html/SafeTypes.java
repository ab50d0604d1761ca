package tocsin.gotemplate.html;

import tocsin.gotemplate.value.GoType;

/// Strings that say what they are safe for.
public final class SafeTypes {
    public static final GoType HTML = GoType.named("template.HTML", GoType.STRING).build();
    public static final GoType URL = GoType.named("template.URL", GoType.STRING).build();

    private SafeTypes() {}
}
