package tocsin.sns;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.integration.Fixtures;
import tocsin.integration.Sink;
import tocsin.notify.Delivery;
import tocsin.notify.Delivery.Refused;
import tocsin.notify.Notifier;

import java.util.Map;

final class SnsTest {
    private static Notifier notifier(String url) {
        return Fixtures.read(
                new SnsKind(),
                Map.of(),
                "{api_url: '"
                        + url
                        + "', topic_arn: 'arn:aws:sns:eu-west-1:1:x.fifo', "
                        + "attributes: {k: 'v {{ team }}'}, sigv4: {region: eu-west-1, "
                        + "access_key: AKID, secret_key: secret-token}}");
    }

    @Test
    void aSignedFormIsPosted() throws InterruptedException {
        try (var sink = new Sink(Sink.text(200, ""))) {
            notifier(sink.url()).send(Fixtures.notification(Fixtures.firing("a")));
            assertThat(sink.request().body())
                    .startsWith("Action=Publish&Version=2010-03-31&TopicArn=arn%3Aaws%3Asns")
                    .contains("&Subject=%3Csns.default.subject%3E&")
                    .contains("&Message=%3Csns.default.message%3E&")
                    .contains("&MessageAttributes.entry.1.Name=k&")
                    .contains("&MessageAttributes.entry.1.Value.StringValue=v+sre&")
                    .contains("&MessageDeduplicationId=0123456789abcdef");
            assertThat(sink.request().header("X-Amz-Date")).isEqualTo("20260816T100030Z");
            assertThat(sink.request().header("Authorization"))
                    .startsWith(
                            "AWS4-HMAC-SHA256 Credential=AKID/20260816/eu-west-1/sns/aws4_request,"
                                    + " SignedHeaders=content-type;host;x-amz-content-sha256;"
                                    + "x-amz-date, Signature=");
        }
    }

    @Test
    void withoutARegionNothingIsSent() throws InterruptedException {
        Delivery delivery =
                Fixtures.read(new SnsKind(), Map.of(), "{phone_number: '+1', sigv4: {}}")
                        .send(Fixtures.notification(Fixtures.firing("a")));
        assertThat(((Refused) delivery).cause()).startsWith("region not configured in sns.sigv4");
    }

    @Test
    void settingsThatCannotBeAreNamed() {
        assertThat(Fixtures.problems(new SnsKind(), "{}"))
                .contains(
                        "must provide either a Target ARN, Topic ARN, or Phone Number for SNS"
                                + " config");
        assertThat(Fixtures.problems(new SnsKind(), "{topic_arn: x, sigv4: {access_key: y}}"))
                .contains("must provide a AWS SigV4 Access key and Secret Key");
        assertThat(Fixtures.problems(new SnsKind(), "{topic_arn: x, sigv4: {external_id: y}}"))
                .contains("external_id can only be used with role_arn");
    }
}
