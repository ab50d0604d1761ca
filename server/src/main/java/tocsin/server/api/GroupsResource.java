package tocsin.server.api;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import tocsin.alert.AlertOrder;
import tocsin.labels.LabelOrder;
import tocsin.labels.Matcher;
import tocsin.server.api.Alerting.AlertView;
import tocsin.server.api.Alerting.GroupView;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/// `GET /api/v2/alerts/groups`.
@Path("/api/v2/alerts/groups")
public final class GroupsResource {
    private static final Comparator<AlertView> BY_ALERT =
            Comparator.comparing(AlertView::alert, AlertOrder.UPSTREAM);

    private final Alerting alerting;
    private final Function<String, Matcher> matchers;

    /// Groups of this pipeline.
    public GroupsResource(Alerting alerting, Function<String, Matcher> matchers) {
        this.alerting = alerting;
        this.matchers = matchers;
    }

    /// The groups with at least one alert left.
    @GET
    public Response list(@Context UriInfo uri) throws InterruptedException {
        var filters = new Filters(uri.getQueryParameters(), matchers);
        Predicate<AlertView> states = AlertsResource.states(filters);
        boolean muted = filters.isOn("muted");
        List<GroupView> groups =
                alerting.groups(filters.labels(), filters.receivers()).stream()
                        .map(group -> only(group, states, muted))
                        .filter(group -> !group.alerts().isEmpty())
                        .sorted(
                                Comparator.comparing(GroupView::labels, LabelOrder.UPSTREAM)
                                        .thenComparing(GroupView::receiver))
                        .toList();
        return ViewWriter.answer(writer -> writer.list(groups, writer::group));
    }

    private static GroupView only(GroupView group, Predicate<AlertView> states, boolean muted) {
        List<AlertView> alerts =
                group.alerts().stream()
                        .filter(states)
                        .filter(view -> muted || view.status().mutedBy().isEmpty())
                        .sorted(BY_ALERT)
                        .toList();
        return new GroupView(group.labels(), group.receiver(), group.routeLabels(), alerts);
    }
}
