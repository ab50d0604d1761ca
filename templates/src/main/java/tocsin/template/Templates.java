package tocsin.template;

/// Expands the templated fields of integrations. Does not block; may be used from many threads.
public interface Templates {
    /// The field's text. An empty template stays empty.
    String expandText(String template, TemplateData data) throws TemplateException;

    /// The field's HTML: what the data says is escaped by where it stands.
    String expandHtml(String template, TemplateData data) throws TemplateException;
}
