package tocsin.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

import tocsin.http.OAuth2Settings.Grant.SignedAssertion;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/// Signs assertions for the `jwt-bearer` grant (RFC 7523).
final class Assertions {
    private static final JsonFactory JSON = new JsonFactory();
    private static final long LIFE_SECONDS = 3600;

    private Assertions() {}

    static String signed(SignedAssertion grant, OAuth2Settings settings, Instant now)
            throws IOException {
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("alg", grant.algorithm());
        header.put("typ", "JWT");
        grant.keyId().ifPresent(id -> header.put("kid", id));
        Map<String, Object> claims = new TreeMap<>(grant.claims());
        claims.put("iss", grant.issuer());
        claims.put("sub", settings.clientId());
        claims.put("aud", grant.audience().orElse(settings.tokenUrl().toString()));
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", now.getEpochSecond() + LIFE_SECONDS);
        claims.put("jti", id(settings.clientId(), now));
        if (!settings.scopes().isEmpty()) {
            claims.put("scope", String.join(" ", settings.scopes()));
        }
        String content = base64(json(header)) + "." + base64(json(claims));
        try {
            Signature signature =
                    Signature.getInstance("SHA" + grant.algorithm().substring(2) + "withRSA");
            signature.initSign(PrivateKeys.of(grant.key().reveal()));
            signature.update(content.getBytes(StandardCharsets.US_ASCII));
            return content + "." + base64(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new SayableException("oauth2: client_certificate_key cannot sign", e);
        }
    }

    /// One for each moment.
    private static String id(String client, Instant now) {
        return UUID.nameUUIDFromBytes((client + " " + now).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    private static byte[] json(Map<String, Object> fields) throws IOException {
        var text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            for (Map.Entry<String, Object> each : fields.entrySet()) {
                if (each.getValue() instanceof Long number) {
                    json.writeNumberField(each.getKey(), number);
                } else {
                    json.writeStringField(each.getKey(), each.getValue().toString());
                }
            }
            json.writeEndObject();
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
