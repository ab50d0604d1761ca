package tocsin.sns;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

final class SigV4Test {
    /// Computed with botocore's SigV4Auth for the same request.
    @Test
    void aRequestIsSignedAsAwssOwnLibrarySignsIt() {
        var signer =
                new SigV4(
                        "us-east-1",
                        "sns",
                        new AwsCredentials(
                                "AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", ""));
        Map<String, String> headers =
                signer.headers(
                        URI.create("https://sns.us-east-1.amazonaws.com/"),
                        "application/x-www-form-urlencoded; charset=utf-8",
                        "Action=Publish&Version=2010-03-31".getBytes(StandardCharsets.UTF_8),
                        Instant.parse("2015-08-30T12:36:00Z"));
        assertThat(headers.get("Authorization"))
                .endsWith(
                        "Signature=23838465a9a8baa8975c0d2960e0feae9b390e4d6d2082b90690ca30161f3db5");
    }
}
