package tocsin.template;

/// Templates in two languages: a text that is marked is Mustache, every other is Go's.
public final class MarkedTemplates implements Templates {
    /// Stands before a text in Mustache. No file can hold it: YAML has no such character.
    private static final String MARK = "\u0000mustache\u0000";

    private final Templates go;
    private final MustacheTemplates mustache;

    /// Templates of both.
    public MarkedTemplates(Templates go, MustacheTemplates mustache) {
        this.go = go;
        this.mustache = mustache;
    }

    /// Marks a text as Mustache.
    public static String mark(String template) {
        return MARK + template;
    }

    @Override
    public String expandText(String template, TemplateData data) throws TemplateException {
        return template.startsWith(MARK)
                ? mustache.expandText(template.substring(MARK.length()), data)
                : go.expandText(template, data);
    }

    @Override
    public String expandHtml(String template, TemplateData data) throws TemplateException {
        return template.startsWith(MARK)
                ? mustache.expandHtml(template.substring(MARK.length()), data)
                : go.expandHtml(template, data);
    }
}
