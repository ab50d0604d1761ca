package tocsin.sns;

import tocsin.http.HttpSender;
import tocsin.integration.Defaults;
import tocsin.integration.HttpNotifier;
import tocsin.integration.IntegrationKind;
import tocsin.integration.Settings;
import tocsin.notify.Notifier;
import tocsin.sns.Sns.Texts;
import tocsin.yaml.Fields;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// `sns_configs`.
public final class SnsKind implements IntegrationKind {
    @Override
    public String name() {
        return "sns";
    }

    @Override
    public boolean sendsResolved() {
        return true;
    }

    @Override
    public Notifier read(Fields fields, Defaults defaults) {
        var settings = new Settings(fields, defaults);
        HttpSender sender = settings.sender();
        var texts =
                new Texts(
                        settings.text("api_url"),
                        settings.text("topic_arn"),
                        settings.text("phone_number"),
                        settings.text("target_arn"),
                        settings.standard("subject", "sns.default.subject"),
                        settings.standard("message", "sns.default.message"),
                        fields.textMap("attributes"));
        long targets =
                Stream.of(texts.topicArn(), texts.phoneNumber(), texts.targetArn())
                        .filter(text -> !text.isEmpty())
                        .count();
        if (targets == 0 || targets == 2) {
            settings.missing(
                    "must provide either a Target ARN, Topic ARN, or Phone Number for SNS config");
        }
        settings.flag("use_aws_http_client");
        AwsLogin.Settings login =
                fields.fields("sigv4")
                        .map(found -> login(found, defaults))
                        .orElse(new AwsLogin.Settings("", "", Optional.empty(), "", "", "", false));
        Map<String, String> environment = defaults.network().rules().environment();
        var sns =
                new Sns(
                        sender,
                        new AwsLogin(sender, login, environment),
                        texts,
                        defaults.network().rules().clock());
        settings.done("sns");
        return new HttpNotifier(defaults.wording(), sns);
    }

    private static AwsLogin.Settings login(Fields fields, Defaults defaults) {
        var settings = new Settings(fields, defaults);
        var login =
                new AwsLogin.Settings(
                        settings.text("region"),
                        settings.text("access_key"),
                        settings.secret("secret_key"),
                        settings.text("profile"),
                        settings.text("role_arn"),
                        settings.text("external_id"),
                        settings.flag("use_fips_sts_endpoint"));
        settings.text("service_name");
        if (login.accessKey().isEmpty() != login.secretKey().isEmpty()) {
            settings.missing(
                    "must provide a AWS SigV4 Access key and Secret Key if credentials are"
                            + " specified in the SigV4 config");
        }
        if (!login.externalId().isEmpty() && login.roleArn().isEmpty()) {
            fields.problem("external_id", "external_id can only be used with role_arn");
        }
        fields.done("sigv4");
        return login;
    }
}
