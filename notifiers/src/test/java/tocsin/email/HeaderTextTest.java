package tocsin.email;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.internet.MimeUtility;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import java.io.UnsupportedEncodingException;

final class HeaderTextTest {
    @Property(tries = 500)
    void whateverIsEncodedIsReadBackAndBreaksNoLine(@ForAll String text)
            throws UnsupportedEncodingException {
        String value =
                new String(
                        text.codePoints().filter(c -> c < 0xd800 || c > 0xdfff).toArray(),
                        0,
                        (int) text.codePoints().filter(c -> c < 0xd800 || c > 0xdfff).count());
        String encoded = HeaderText.encode(value);
        assertThat(encoded).doesNotMatch("(?s).*\\r\\n[^ ].*").doesNotMatch("(?s).*[^\\r]\\n.*");
        if (encoded.startsWith("=?")) {
            assertThat(MimeUtility.decodeText(encoded)).isEqualTo(value);
            assertThat(encoded.lines()).allMatch(line -> line.length() <= 76);
        } else {
            assertThat(encoded).isEqualTo(value);
        }
    }
}
