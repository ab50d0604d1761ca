package tocsin.labels;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;

/// A text with places for the groups of a regular expression, in Go's notation (`Regexp.Expand`):
/// `$1`, `${1}`, `$name`, `${name}`, and `$$` for the sign itself. A group that is not there is
/// empty; a sign with no name behind it stands for itself.
public final class GroupTemplate {
    private static final int MOST_DIGITS = 4;

    private GroupTemplate() {}

    /// The text with the groups of a match filled in.
    ///
    /// @param match one that has been found
    public static String expand(String template, Matcher match, Pattern pattern) {
        var out = new StringBuilder();
        int i = 0;
        while (i < template.length()) {
            char c = template.charAt(i);
            if (c != '$' || i + 1 >= template.length()) {
                out.append(c);
                i++;
                continue;
            }
            if (template.charAt(i + 1) == '$') {
                out.append('$');
                i += 2;
                continue;
            }
            boolean braced = template.charAt(i + 1) == '{';
            int start = braced ? i + 2 : i + 1;
            int end = start;
            while (end < template.length() && isWord(template.charAt(end))) {
                end++;
            }
            boolean closed = !braced || (end < template.length() && template.charAt(end) == '}');
            if (end == start || !closed) {
                out.append(c);
                i++;
                continue;
            }
            out.append(group(template.substring(start, end), match, pattern));
            i = braced ? end + 1 : end;
        }
        return out.toString();
    }

    private static boolean isWord(char c) {
        return c == '_' || (c < 128 && Character.isLetterOrDigit(c));
    }

    private static String group(String name, Matcher match, Pattern pattern) {
        String found = null;
        if (name.chars().allMatch(Character::isDigit) && name.length() <= MOST_DIGITS) {
            int number = Integer.parseInt(name);
            found = number <= match.groupCount() ? match.group(number) : null;
        } else if (pattern.namedGroups().containsKey(name)) {
            found = match.group(name);
        }
        return found == null ? "" : found;
    }
}
