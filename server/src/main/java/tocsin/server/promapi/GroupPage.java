package tocsin.server.promapi;

import tocsin.rules.RuleGroupView;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// A page of rule groups. The token of the next page is a hash of its first group, so that a page
/// can tell when the groups have changed meanwhile.
///
/// @param nextToken empty on the last page
record GroupPage(List<RuleGroupView> groups, String nextToken) {
    static GroupPage of(List<RuleGroupView> groups, Parameters parameters) {
        String token = parameters.text("group_next_token");
        String limit = parameters.text("group_limit");
        if (limit.isEmpty()) {
            if (!token.isEmpty()) {
                throw PromException.parameter(
                        "group_limit",
                        "group_limit needs to be present in order to paginate over the groups");
            }
            return new GroupPage(groups, "");
        }
        int size = size(limit);
        int from = token.isEmpty() ? 0 : indexOf(groups, token);
        int to = Math.min(groups.size(), from + size);
        return new GroupPage(
                groups.subList(from, to), to < groups.size() ? tokenOf(groups.get(to)) : "");
    }

    private static int size(String limit) {
        int size;
        try {
            size = Integer.parseInt(limit);
        } catch (NumberFormatException _) {
            throw PromException.parameter(
                    "group_limit",
                    "group_limit needs to be a valid number: strconv.ParseInt: parsing \""
                            + limit
                            + "\": invalid syntax");
        }
        if (size <= 0) {
            throw PromException.parameter("group_limit", "group_limit needs to be greater than 0");
        }
        return size;
    }

    private static int indexOf(List<RuleGroupView> groups, String token) {
        for (int i = 0; i < groups.size(); i++) {
            if (tokenOf(groups.get(i)).equals(token)) {
                return i;
            }
        }
        throw PromException.parameter(
                "group_next_token",
                "invalid group_next_token '" + token + "'. were rule groups changed?");
    }

    private static String tokenOf(RuleGroupView group) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(group.spec().key().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
