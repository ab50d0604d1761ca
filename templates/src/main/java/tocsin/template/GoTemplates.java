package tocsin.template;

import tocsin.gotemplate.Functions;
import tocsin.gotemplate.HtmlSet;
import tocsin.gotemplate.Limits;
import tocsin.gotemplate.TemplateSet;
import tocsin.gotemplate.TextFunctions;
import tocsin.gotemplate.value.Bytes;
import tocsin.gotemplate.value.GoFunction;
import tocsin.gotemplate.value.GoType;
import tocsin.gotemplate.value.Value;
import tocsin.labels.Labels;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Templates in Go's language: the default ones, those of files, and the text of each field, which
/// may invoke all of them.
///
/// The texts of fields are parsed once and kept. Many threads expand at once, so what is kept is in
/// concurrent maps; they hold no more than the texts of one configuration, and behind the limit
/// nothing more is kept.
public final class GoTemplates implements Templates {
    private static final int MAX_KEPT = 10_000;
    private static final long MAX_FILE_BYTES = 4 << 20;

    private final TemplateSet text;
    private final HtmlSet html;
    private final Functions functions;
    private final Limits limits;
    private final ConcurrentHashMap<String, TemplateSet> texts = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, TemplateSet> htmls = new ConcurrentHashMap<>();

    private GoTemplates(TemplateSet text, Functions functions, Limits limits) {
        this.text = text;
        this.html = new HtmlSet(text);
        this.functions = functions;
        this.limits = limits;
    }

    /// The default templates and those of files, in this order.
    public static GoTemplates load(List<Path> files, InstantSource clock, Limits limits)
            throws TemplateException {
        Functions functions = Functions.BUILT_IN.with(AlertFunctions.all(clock));
        TemplateSet set = TemplateSet.of(functions);
        try {
            set = set.with("default.tmpl", resource("default.tmpl"));
            set = set.with("email.tmpl", resource("email.tmpl"));
            for (Path file : files) {
                set = set.with(String.valueOf(file.getFileName()), read(file));
            }
        } catch (tocsin.gotemplate.TemplateException e) {
            throw new TemplateException(e.getMessage());
        }
        return new GoTemplates(set, functions, limits);
    }

    private static String resource(String name) {
        try (var in = GoTemplates.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) throws TemplateException {
        try {
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw new TemplateException(file + ": is larger than " + MAX_FILE_BYTES + " bytes");
            }
            return Bytes.decode(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new TemplateException("open " + file + ": " + e.getMessage());
        }
    }

    @Override
    public String expandText(String template, TemplateData data) throws TemplateException {
        return template.isEmpty() ? "" : expand(parsed(template, texts, false), data);
    }

    @Override
    public String expandHtml(String template, TemplateData data) throws TemplateException {
        return template.isEmpty() ? "" : expand(parsed(template, htmls, true), data);
    }

    private TemplateSet parsed(
            String template, ConcurrentHashMap<String, TemplateSet> kept, boolean isHtml)
            throws TemplateException {
        TemplateSet known = kept.get(template);
        if (known != null) {
            return known;
        }
        TemplateSet set;
        try {
            set = isHtml ? html.with("", template) : text.with("", template);
        } catch (tocsin.gotemplate.TemplateException e) {
            throw new TemplateException(e.getMessage());
        }
        if (kept.size() < MAX_KEPT) {
            kept.put(template, set);
        }
        return set;
    }

    private String expand(TemplateSet set, TemplateData data) throws TemplateException {
        Labels routeLabels = data.facts().routeLabels();
        GoFunction routeLabel =
                GoFunction.of(
                        args -> Value.of(routeLabels.get(TextFunctions.text(args[0]))),
                        GoType.STRING);
        try {
            Functions bound = set.functions().with(Map.of("routeLabels", routeLabel));
            return Bytes.wellFormed(set.execute("", data.value(), bound, limits));
        } catch (tocsin.gotemplate.TemplateException e) {
            throw new TemplateException(e.getMessage());
        }
    }

    /// The functions that templates may call.
    Functions functions() {
        return functions;
    }
}
