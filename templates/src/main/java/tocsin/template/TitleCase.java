package tocsin.template;

/// Title case of American English: the first letter of each word is large, the others are small.
/// Words are told apart as Unicode does, roughly: an apostrophe or a full stop between letters does
/// not end one.
public final class TitleCase {
    private static final String WITHIN = "'.:\u00b7\u2018\u2019\u2024\u2027\ufe13\ufe52\uff07";

    private TitleCase() {}

    public static String of(String text) {
        var out = new StringBuilder(text.length());
        boolean inWord = false;
        int[] characters = text.codePoints().toArray();
        for (int i = 0; i < characters.length; i++) {
            int c = characters[i];
            boolean cased =
                    Character.isUpperCase(c)
                            || Character.isLowerCase(c)
                            || Character.isTitleCase(c);
            if (cased) {
                out.appendCodePoint(inWord ? Character.toLowerCase(c) : Character.toTitleCase(c));
                inWord = true;
                continue;
            }
            out.appendCodePoint(c);
            boolean joins =
                    WITHIN.indexOf(c) >= 0
                            && i + 1 < characters.length
                            && Character.isLetter(characters[i + 1]);
            boolean belongs =
                    c == '_'
                            || Character.isLetterOrDigit(c)
                            || Character.getType(c) == Character.NON_SPACING_MARK;
            inWord = inWord && (joins || belongs);
        }
        return out.toString();
    }
}
