package tocsin.template;

import com.github.mustachejava.DefaultMustacheFactory;
import com.github.mustachejava.Iteration;
import com.github.mustachejava.Mustache;
import com.github.mustachejava.MustacheException;
import com.github.mustachejava.reflect.ReflectionObjectHandler;

import org.jspecify.annotations.Nullable;

import tocsin.gotemplate.Limits;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.lang.reflect.AccessibleObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Templates in Mustache, for people who do not want Go's: over the same data, with the same
/// limits. A template reaches maps, lists and texts, and nothing of Java; it has no partials.
///
/// The texts of fields are parsed once and kept. Many threads expand at once, so what is kept is in
/// concurrent maps; behind the limit nothing more is kept.
public final class MustacheTemplates implements Templates {
    private static final int MAX_KEPT = 10_000;

    private final Limits limits;
    private final Factory text = new Factory(false);
    private final Factory html = new Factory(true);
    private final Map<String, Mustache> texts = new ConcurrentHashMap<>();
    private final Map<String, Mustache> htmls = new ConcurrentHashMap<>();

    /// Templates within these limits.
    public MustacheTemplates(Limits limits) {
        this.limits = limits;
    }

    @Override
    public String expandText(String template, TemplateData data) throws TemplateException {
        return expand(template, data, text, texts);
    }

    @Override
    public String expandHtml(String template, TemplateData data) throws TemplateException {
        return expand(template, data, html, htmls);
    }

    /// What is wrong with a template; empty when nothing is.
    public static String problem(String template) {
        try {
            parse(new Factory(false), template);
            return "";
        } catch (TemplateException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private String expand(
            String template, TemplateData data, Factory factory, Map<String, Mustache> kept)
            throws TemplateException {
        Mustache parsed = kept.get(template);
        if (parsed == null) {
            parsed = parse(factory, template);
            if (kept.size() < MAX_KEPT) {
                kept.put(template, parsed);
            }
        }
        var out = new Bounded(limits);
        try {
            parsed.execute(out, MustacheData.of(data.facts()));
            return out.toString();
        } catch (MustacheException | UncheckedIOException e) {
            throw new TemplateException("mustache: " + reason(e));
        }
    }

    private static Mustache parse(Factory factory, String template) throws TemplateException {
        try {
            return factory.compile(new StringReader(template), "mustache");
        } catch (MustacheException e) {
            throw new TemplateException("mustache: " + reason(e));
        }
    }

    private static String reason(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    private static final class Factory extends DefaultMustacheFactory {
        private final boolean escapes;

        private Factory(boolean escapes) {
            this.escapes = escapes;
            setObjectHandler(new OnlyData());
        }

        @Override
        public void encode(String value, Writer writer) {
            if (escapes) {
                super.encode(value, writer);
                return;
            }
            try {
                writer.write(value);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public Reader getReader(String name) {
            throw new MustacheException("there are no partials: \"" + name + "\"");
        }
    }

    /// Finds members of maps only, and counts every turn of a loop.
    private static final class OnlyData extends ReflectionObjectHandler {
        @Override
        @SuppressWarnings("rawtypes") // as the library has it
        protected @Nullable AccessibleObject findMember(Class type, String name) {
            return null;
        }

        @Override
        public Writer iterate(
                Iteration iteration, Writer writer, Object object, List<Object> scopes) {
            return super.iterate(
                    (out, next, within) -> {
                        if (out instanceof Bounded bounded) {
                            bounded.step();
                        }
                        return iteration.next(out, next, within);
                    },
                    writer,
                    object,
                    scopes);
        }
    }

    /// Takes so much and no more.
    private static final class Bounded extends Writer {
        private final StringBuilder text = new StringBuilder();
        private final Limits limits;
        private long steps;

        private Bounded(Limits limits) {
            this.limits = limits;
        }

        private void step() {
            steps++;
            if (steps > limits.steps()) {
                throw new MustacheException(
                        "the template takes more than " + limits.steps() + " steps");
            }
        }

        @Override
        public void write(char[] buffer, int from, int length) throws IOException {
            step();
            if (text.length() + length > limits.outputChars()) {
                throw new MustacheException(
                        "the output is longer than " + limits.outputChars() + " characters");
            }
            text.append(buffer, from, length);
        }

        @Override
        public void flush() {
            // There is nothing behind it.
        }

        @Override
        public void close() {
            // There is nothing behind it.
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
