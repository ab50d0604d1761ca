package tocsin.integration;

import tocsin.notify.Notification;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The name under which a provider knows a group: the SHA-256 of its key, as upstream has it.
public final class GroupHash {
    private GroupHash() {}

    /// The hash of a notification's group.
    public static String of(Notification notification) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(notification.groupKey().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
