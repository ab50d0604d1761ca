package tocsin.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/// A block of addresses: `169.254.0.0/16`, `fe80::/10`, or one address alone.
public final class Cidr {
    private final byte[] network;
    private final int bits;

    private Cidr(byte[] network, int bits) {
        this.network = network;
        this.bits = bits;
    }

    /// Reads a block.
    ///
    /// @throws IllegalArgumentException when the text is none
    public static Cidr parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        byte[] bytes = literal(address);
        int all = bytes.length * Byte.SIZE;
        String length = slash < 0 ? String.valueOf(all) : text.substring(slash + 1);
        if (!length.matches("\\d{1,3}") || Integer.parseInt(length) > all) {
            throw new IllegalArgumentException(
                    "expected a block of addresses such as 10.0.0.0/8, found \"" + text + "\"");
        }
        return new Cidr(bytes, Integer.parseInt(length));
    }

    /// The bytes of an address without asking anybody.
    static byte[] literal(String text) {
        if (!text.matches("[0-9.]+") && !text.contains(":")) {
            throw new IllegalArgumentException("expected an IP address, found \"" + text + "\"");
        }
        try {
            return InetAddress.ofLiteral(text).getAddress();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("expected an IP address, found \"" + text + "\"", e);
        }
    }

    /// Whether an address lies in the block. An IPv4 address in IPv6 clothes is the IPv4 address.
    public boolean contains(InetAddress address) {
        byte[] bytes = plain(address.getAddress());
        if (bytes.length != network.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >>> (bit % Byte.SIZE);
            int at = bit / Byte.SIZE;
            if ((bytes[at] & mask) != (network[at] & mask)) {
                return false;
            }
        }
        return true;
    }

    private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};
    private static final byte[] TRANSLATED = {0, 0x64, -1, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};

    private static byte[] plain(byte[] bytes) {
        boolean dressed =
                bytes.length == 16
                        && (Arrays.equals(bytes, 0, 12, MAPPED, 0, 12)
                                || Arrays.equals(bytes, 0, 12, TRANSLATED, 0, 12));
        return dressed ? Arrays.copyOfRange(bytes, 12, 16) : bytes;
    }

    @Override
    public String toString() {
        try {
            return InetAddress.getByAddress(network).getHostAddress() + "/" + bits;
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes", e);
        }
    }
}
