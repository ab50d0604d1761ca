package tocsin.mesh.wire;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;

/// A certificate that says nothing but its key: an Ed25519 key signs itself. Java makes none by any
/// public means; it is a hundred bytes of DER.
final class SelfSigned {
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int INTEGER = 0x02;
    private static final int BITS = 0x03;
    private static final int UTF8 = 0x0c;
    private static final int UTC_TIME = 0x17;
    private static final int LONG_TIME = 0x18;
    private static final int EXPLICIT_0 = 0xa0;

    /// 1.3.101.112.
    private static final byte[] ED25519 = {0x06, 0x03, 0x2b, 0x65, 0x70};

    /// 2.5.4.3.
    private static final byte[] COMMON_NAME = {0x06, 0x03, 0x55, 0x04, 0x03};

    private SelfSigned() {}

    /// The certificate of a pair; it never ends.
    static X509Certificate by(KeyPair pair) throws GeneralSecurityException {
        byte[] algorithm = of(SEQUENCE, ED25519);
        byte[] name =
                of(SEQUENCE, of(SET, of(SEQUENCE, COMMON_NAME, of(UTF8, ascii("tocsin member")))));
        byte[] validity =
                of(
                        SEQUENCE,
                        of(UTC_TIME, ascii("000101000000Z")),
                        of(LONG_TIME, ascii("99991231235959Z")));
        byte[] content =
                of(
                        SEQUENCE,
                        of(EXPLICIT_0, of(INTEGER, new byte[] {2})),
                        of(INTEGER, new byte[] {1}),
                        algorithm,
                        name,
                        validity,
                        name,
                        pair.getPublic().getEncoded());
        var signature = Signature.getInstance("Ed25519");
        signature.initSign(pair.getPrivate());
        signature.update(content);
        byte[] signed = of(BITS, new byte[] {0}, signature.sign());
        byte[] whole = of(SEQUENCE, content, algorithm, signed);
        return (X509Certificate)
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(whole));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /// A tag, a length and parts.
    private static byte[] of(int tag, byte[]... parts) {
        var content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        var out = new ByteArrayOutputStream();
        out.write(tag);
        int length = content.size();
        if (length >= 0x100) {
            out.write(0x82);
            out.write(length >> 8);
        } else if (length >= 0x80) {
            out.write(0x81);
        }
        out.write(length);
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }
}
