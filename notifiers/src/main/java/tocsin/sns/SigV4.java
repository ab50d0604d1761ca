package tocsin.sns;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// AWS's Signature Version 4: a hash of the request, signed with a key that is good for one day,
/// region and service.
record SigV4(String region, String service, AwsCredentials credentials) {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final int DAY = 8;

    /// The headers that a `POST` of this body to this URL needs, `Content-Type` among them.
    Map<String, String> headers(URI url, String contentType, byte[] body, Instant now) {
        String stamp = STAMP.format(now);
        String hash = hex(sha256(body));
        SortedMap<String, String> signed = new TreeMap<>();
        signed.put("content-type", contentType);
        signed.put("host", url.getRawAuthority());
        signed.put("x-amz-content-sha256", hash);
        signed.put("x-amz-date", stamp);
        if (!credentials.sessionToken().isEmpty()) {
            signed.put("x-amz-security-token", credentials.sessionToken());
        }
        String names = String.join(";", signed.keySet());
        String request = canonical(url, signed, hash);
        String day = stamp.substring(0, DAY);
        String scope = day + "/" + region + "/" + service + "/aws4_request";
        String text =
                String.join("\n", ALGORITHM, stamp, scope, hex(sha256(request.getBytes(UTF_8))));
        byte[] key = ("AWS4" + credentials.secretKey()).getBytes(UTF_8);
        for (String part : new String[] {day, region, service, "aws4_request"}) {
            key = hmac(key, part);
        }
        Map<String, String> headers = new TreeMap<>(signed);
        headers.remove("host");
        headers.put(
                "Authorization",
                "%s Credential=%s/%s, SignedHeaders=%s, Signature=%s"
                        .formatted(
                                ALGORITHM,
                                credentials.accessKey(),
                                scope,
                                names,
                                hex(hmac(key, text))));
        return headers;
    }

    /// The request as both sides write it down before they hash it.
    private static String canonical(URI url, SortedMap<String, String> signed, String hash) {
        return String.join(
                "\n",
                "POST",
                url.getRawPath().isEmpty() ? "/" : url.getRawPath(),
                url.getRawQuery() == null ? "" : url.getRawQuery(),
                signed.entrySet().stream()
                        .map(each -> each.getKey() + ":" + each.getValue().strip() + "\n")
                        .collect(Collectors.joining()),
                String.join(";", signed.keySet()),
                hash);
    }

    private static final java.nio.charset.Charset UTF_8 = StandardCharsets.UTF_8;

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }
}
