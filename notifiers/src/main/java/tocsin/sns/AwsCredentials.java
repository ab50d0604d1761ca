package tocsin.sns;

/// Who we are to AWS.
///
/// @param sessionToken given with keys that end; empty for others
record AwsCredentials(String accessKey, String secretKey, String sessionToken) {
    @Override
    public String toString() {
        return "<secret>";
    }
}
