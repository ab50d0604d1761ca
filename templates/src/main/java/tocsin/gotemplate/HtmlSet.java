package tocsin.gotemplate;

import tocsin.gotemplate.html.EscapeException;
import tocsin.gotemplate.html.Escaper;
import tocsin.gotemplate.html.HtmlFunctions;
import tocsin.gotemplate.parse.Tree;

import java.util.Map;

/// A set of templates that write HTML: what they write from data is escaped by where it stands.
public final class HtmlSet {
    private final TemplateSet templates;

    /// The HTML flavour of a set.
    public HtmlSet(TemplateSet templates) {
        this.templates = templates;
    }

    /// A set in which the template of a text, and all that it invokes, escape what they write.
    public TemplateSet with(String name, String text) throws TemplateException {
        TemplateSet parsed = templates.with(name, text);
        try {
            Map<String, Tree> escaped = new Escaper(parsed::tree).escape(name);
            return parsed.replacing(escaped, parsed.functions().with(HtmlFunctions.all()));
        } catch (EscapeException e) {
            String place = e.place().isEmpty() ? name : e.place();
            String shown = place.isEmpty() ? "" : place + ":";
            throw new TemplateException("html/template:" + shown + " " + e.getMessage());
        }
    }
}
