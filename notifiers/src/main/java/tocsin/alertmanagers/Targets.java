package tocsin.alertmanagers;

import tocsin.alertmanagers.Discovery.TargetGroup;
import tocsin.labels.Labels;
import tocsin.relabel.RelabelRule;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The addresses of a set, in the order found, each once.
///
/// @param dropped those that relabelling left out
/// @param wrong what is said of those that cannot be addresses
record Targets(Set<URI> active, Set<URI> dropped, List<String> wrong) {
    private static final String ADDRESS = "__address__";
    private static final String SCHEME = "__scheme__";
    private static final String PATH = "__alerts_path__";

    static final Targets NONE = new Targets(Set.of(), Set.of(), List.of());

    /// What is in these groups.
    static Targets of(AlertmanagerSet set, List<TargetGroup> groups) {
        var found =
                new Targets(
                        new LinkedHashSet<>(), new LinkedHashSet<>(), new java.util.ArrayList<>());
        for (TargetGroup group : groups) {
            for (String target : group.targets()) {
                found.add(set, target, group.labels());
            }
        }
        return found;
    }

    private void add(AlertmanagerSet set, String target, Labels labels) {
        Labels before =
                labels.toBuilder()
                        .set(ADDRESS, target)
                        .set(SCHEME, set.endpoint().scheme())
                        .set(PATH, path(set.endpoint().pathPrefix()))
                        .build();
        Optional<Labels> after = RelabelRule.apply(set.relabel(), before);
        Optional<URI> url = url(after.orElse(before));
        if (url.isPresent()) {
            (after.isPresent() ? active : dropped).add(url.get());
        } else if (after.isPresent()) {
            wrong.add("\"" + after.get().get(ADDRESS) + "\" is not a valid hostname");
        }
    }

    private static Optional<URI> url(Labels labels) {
        String address = labels.get(ADDRESS);
        if (address.isEmpty() || address.contains("/")) {
            return Optional.empty();
        }
        try {
            URI url = new URI(labels.get(SCHEME), address, labels.get(PATH), null, null);
            return Optional.of(url).filter(each -> each.getHost() != null);
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }

    private static String path(String prefix) {
        return ("/" + prefix + "/api/v2/alerts").replaceAll("/+", "/");
    }
}
