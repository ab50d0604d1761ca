package tocsin.gotemplate.html;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Entities of HTML in attributes' values. Only what could change the context of scripts, styles
/// and URLs needs to be known by name.
final class Entities {
    private static final Pattern ENTITY =
            Pattern.compile("&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});?");
    private static final Map<String, String> NAMED =
            Map.ofEntries(
                    Map.entry("amp", "&"),
                    Map.entry("AMP", "&"),
                    Map.entry("lt", "<"),
                    Map.entry("LT", "<"),
                    Map.entry("gt", ">"),
                    Map.entry("GT", ">"),
                    Map.entry("quot", "\""),
                    Map.entry("QUOT", "\""),
                    Map.entry("apos", "'"),
                    Map.entry("sol", "/"),
                    Map.entry("bsol", "\\"),
                    Map.entry("num", "#"),
                    Map.entry("quest", "?"),
                    Map.entry("lpar", "("),
                    Map.entry("rpar", ")"),
                    Map.entry("lbrace", "{"),
                    Map.entry("lcub", "{"),
                    Map.entry("rbrace", "}"),
                    Map.entry("rcub", "}"),
                    Map.entry("lbrack", "["),
                    Map.entry("lsqb", "["),
                    Map.entry("rbrack", "]"),
                    Map.entry("rsqb", "]"),
                    Map.entry("grave", "`"),
                    Map.entry("dollar", "$"),
                    Map.entry("ast", "*"),
                    Map.entry("plus", "+"),
                    Map.entry("equals", "="),
                    Map.entry("semi", ";"),
                    Map.entry("colon", ":"),
                    Map.entry("comma", ","),
                    Map.entry("excl", "!"),
                    Map.entry("Tab", "\t"),
                    Map.entry("NewLine", "\n"),
                    Map.entry("nbsp", "\u00a0"));

    private Entities() {}

    static String decode(String text) {
        return text.indexOf('&') < 0
                ? text
                : ENTITY.matcher(text)
                        .replaceAll(match -> Matcher.quoteReplacement(meaning(match.group())));
    }

    private static String meaning(String entity) {
        String name =
                entity.substring(1, entity.endsWith(";") ? entity.length() - 1 : entity.length());
        if (name.charAt(0) != '#') {
            return NAMED.getOrDefault(name, entity);
        }
        boolean isHex = name.charAt(1) == 'x' || name.charAt(1) == 'X';
        int code = Integer.parseInt(name.substring(isHex ? 2 : 1), isHex ? 16 : 10);
        return code > 0 && Character.isValidCodePoint(code) ? Character.toString(code) : "\ufffd";
    }
}
