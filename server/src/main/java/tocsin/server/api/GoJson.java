package tocsin.server.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What is wrong with a body, in the words of upstream's decoder: people search for them. What it
/// has no words for is told in ours, without the parser's remarks on its own settings.
final class GoJson {
    private static final Pattern TOKEN = Pattern.compile("Unrecognized token '(.)");
    private static final Pattern CHARACTER = Pattern.compile("Unexpected character \\('(.)' ");
    private static final Pattern SOURCE = Pattern.compile(" ?\\(?(start marker )?at \\[Source.*$");

    private GoJson() {}

    static String words(JsonProcessingException e) {
        if (e instanceof JsonEOFException) {
            return "unexpected EOF";
        }
        String text = String.valueOf(e.getOriginalMessage());
        for (Pattern pattern : new Pattern[] {TOKEN, CHARACTER}) {
            Matcher matcher = pattern.matcher(text);
            if (matcher.find()) {
                return "invalid character '"
                        + matcher.group(1)
                        + "' looking for beginning of value";
            }
        }
        return SOURCE.matcher(text).replaceFirst("");
    }
}
