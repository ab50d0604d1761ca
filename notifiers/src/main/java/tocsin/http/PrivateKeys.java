package tocsin.http;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads private keys from PEM: PKCS #8, and the older forms of RSA (PKCS #1) and of elliptic
/// curves (SEC 1), which are PKCS #8 without its wrapping.
public final class PrivateKeys {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]*PRIVATE KEY)-----([^-]*)-----END \\1-----");
    private static final byte[] RSA =
            HexFormat.of().parseHex("020100" + "300d06092a864886f70d0101010500");
    private static final byte[] EC_KEY = HexFormat.of().parseHex("06072a8648ce3d0201");
    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    private static final int PARAMETERS = 0xa0;
    private static final int LONG_FORM = 0x80;

    private PrivateKeys() {}

    /// The first private key in a PEM.
    ///
    /// @throws GeneralSecurityException when there is none that can be read
    public static PrivateKey of(String pem) throws GeneralSecurityException {
        Matcher block = BLOCK.matcher(pem);
        if (!block.find()) {
            throw new InvalidKeySpecException("no private key in PEM");
        }
        byte[] der = Base64.getMimeDecoder().decode(block.group(2).strip());
        return switch (block.group(1)) {
            case "RSA PRIVATE KEY" -> pkcs8("RSA", tag(SEQUENCE, RSA, tag(OCTETS, der)));
            case "EC PRIVATE KEY" -> pkcs8("EC", wrappedCurve(der));
            case "PRIVATE KEY" -> any(der);
            default -> throw new InvalidKeySpecException("encrypted keys cannot be used");
        };
    }

    private static PrivateKey any(byte[] der) throws GeneralSecurityException {
        var refusals = new InvalidKeySpecException("no key of RSA, EC or Ed25519");
        for (String algorithm : List.of("RSA", "EC", "Ed25519")) {
            try {
                return pkcs8(algorithm, der);
            } catch (InvalidKeySpecException e) {
                refusals.addSuppressed(e);
            }
        }
        throw refusals;
    }

    private static PrivateKey pkcs8(String algorithm, byte[] der) throws GeneralSecurityException {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
    }

    /// SEC 1 names its curve inside, PKCS #8 outside.
    private static byte[] wrappedCurve(byte[] der) throws GeneralSecurityException {
        int at = header(der, 0);
        while (at < der.length) {
            int body = header(der, at);
            int length = length(der, at);
            if ((der[at] & 0xff) == PARAMETERS) {
                byte[] curve = java.util.Arrays.copyOfRange(der, body, body + length);
                return tag(
                        SEQUENCE,
                        new byte[] {0x02, 0x01, 0x00},
                        tag(SEQUENCE, EC_KEY, curve),
                        tag(OCTETS, der));
            }
            at = body + length;
        }
        throw new InvalidKeySpecException("an EC key without its curve");
    }

    /// Where the content of the element at `at` begins.
    private static int header(byte[] der, int at) throws InvalidKeySpecException {
        if (at + 1 >= der.length) {
            throw new InvalidKeySpecException("a key that ends early");
        }
        int first = der[at + 1] & 0xff;
        return at + 2 + (first < LONG_FORM ? 0 : first - LONG_FORM);
    }

    private static int length(byte[] der, int at) throws InvalidKeySpecException {
        int first = der[at + 1] & 0xff;
        int length = first;
        if (first >= LONG_FORM) {
            length = 0;
            for (int i = at + 2; i < Math.min(header(der, at), der.length); i++) {
                length = (length << 8) | (der[i] & 0xff);
            }
        }
        if (length < 0 || length > der.length - header(der, at)) {
            throw new InvalidKeySpecException("a key that ends early");
        }
        return length;
    }

    private static byte[] tag(int tag, byte[]... parts) {
        var body = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            body.writeBytes(part);
        }
        var out = new ByteArrayOutputStream();
        out.write(tag);
        int size = body.size();
        if (size < LONG_FORM) {
            out.write(size);
        } else {
            int bytes = size < 1 << 8 ? 1 : size < 1 << 16 ? 2 : 3;
            out.write(LONG_FORM + bytes);
            for (int i = bytes - 1; i >= 0; i--) {
                out.write(size >>> (8 * i));
            }
        }
        out.writeBytes(body.toByteArray());
        return out.toByteArray();
    }
}
