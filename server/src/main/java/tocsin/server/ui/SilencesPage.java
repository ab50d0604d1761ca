package tocsin.server.ui;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import tocsin.labels.Matcher;
import tocsin.server.api.Alerting.SilenceView;
import tocsin.server.ui.Paging.Cut;
import tocsin.server.ui.Rendering.Page;
import tocsin.server.ui.SilenceForms.Sent;
import tocsin.server.ui.SilenceForms.Typed;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// `/silences`: what people muted, and the forms to mute, change and end.
@Path("/silences")
public final class SilencesPage {
    private static final int PAGE = 50;
    private static final List<String> STATES = List.of("active", "pending", "expired");
    private static final String SECTION = "Silences";

    private final SilenceForms forms;
    private final SameOrigin origin;
    private final Rendering render;

    SilencesPage(SilenceForms forms, SameOrigin origin, Rendering render) {
        this.forms = forms;
        this.origin = origin;
        this.render = render;
    }

    /// A silence as shown.
    ///
    /// @param affects how many alerts it mutes now
    record Silence(
            String id,
            String state,
            List<String> matchers,
            String createdBy,
            String comment,
            Ago starts,
            Ago ends,
            Ago updated,
            int affects,
            boolean open,
            String alerts) {
        static Silence of(SilenceView view, int affects, Instant now) {
            return new Silence(
                    view.id(),
                    view.state(),
                    view.matchers().stream().map(Matcher::toString).toList(),
                    view.createdBy(),
                    view.comment(),
                    Ago.of(view.startsAt(), now),
                    Ago.of(view.endsAt(), now),
                    Ago.of(view.updatedAt(), now),
                    affects,
                    !view.state().equals("expired"),
                    Link.to("").with("filter", AlertQuery.text(view.matchers())).toString());
        }
    }

    /// The list's page.
    record Model(
            String search,
            String state,
            List<AlertsPage.Counter> counters,
            List<Silence> silences,
            boolean nothing,
            Paging paging,
            String what,
            String summary) {}

    /// One silence's page.
    record Detail(Silence silence, SilenceForms.Preview preview) {}

    /// A preview alone.
    record Previewed(SilenceForms.Preview preview) {}

    /// A page that says one thing.
    record Message(String heading, String message) {}

    /// The silences, those that end soonest first.
    @GET
    public Response list(@Context UriInfo uri, @Context HttpHeaders headers)
            throws InterruptedException {
        MultivaluedMap<String, String> parameters = uri.getQueryParameters();
        String state = parameters.getOrDefault("state", List.of("active")).getFirst();
        String search = parameters.getOrDefault("search", List.of("")).getFirst();
        List<SilenceView> all =
                forms.silences().stream().filter(silence -> contains(silence, search)).toList();
        Cut<SilenceView> cut =
                Paging.cut(
                        all.stream()
                                .filter(silence -> silence.state().equals(state))
                                .sorted(order(state))
                                .toList(),
                        Paging.page(parameters.getOrDefault("page", List.of("1")).getFirst()),
                        PAGE,
                        page -> link(state, search).with("page", "" + page));
        Map<String, Integer> muted = forms.muted();
        Instant now = forms.now();
        var model =
                new Model(
                        search,
                        state,
                        counters(all, state, search),
                        cut.items().stream()
                                .map(each ->
                                        Silence.of(each, muted.getOrDefault(each.id(), 0), now))
                                .toList(),
                        cut.items().isEmpty(),
                        cut.paging(),
                        "silences",
                        cut.paging().total() + " " + state + " silences");
        return render.answer(new Page("silences", "Silences", SECTION, 10, model), uri, headers);
    }

    private static boolean contains(SilenceView silence, String search) {
        String text = silence.createdBy() + " " + silence.comment() + " " + silence.matchers();
        return text.toLowerCase(Locale.ROOT).contains(search.strip().toLowerCase(Locale.ROOT));
    }

    private static Comparator<SilenceView> order(String state) {
        return switch (state) {
            case "pending" ->
                    Comparator.comparing(SilenceView::startsAt).thenComparing(SilenceView::id);
            case "expired" ->
                    Comparator.comparing(SilenceView::endsAt)
                            .reversed()
                            .thenComparing(SilenceView::id);
            default -> Comparator.comparing(SilenceView::endsAt).thenComparing(SilenceView::id);
        };
    }

    private static Link link(String state, String search) {
        return Link.to("silences")
                .with("state", state.equals("active") ? "" : state)
                .with("search", search);
    }

    private static List<AlertsPage.Counter> counters(
            List<SilenceView> all, String selected, String search) {
        var counters = new ArrayList<AlertsPage.Counter>();
        for (String state : STATES) {
            int count = (int) all.stream().filter(each -> each.state().equals(state)).count();
            counters.add(
                    new AlertsPage.Counter(
                            state,
                            count,
                            link(state, search).toString(),
                            state.equals(selected),
                            count == 0));
        }
        return counters;
    }

    /// The form for a new one, filled with what the address says.
    @GET
    @Path("new")
    public Response form(@Context UriInfo uri, @Context HttpHeaders headers)
            throws InterruptedException {
        SilenceForms.Model model = forms.model(Typed.of(uri.getQueryParameters(), ""));
        return render.answer(
                Page.still("silence-form", "New silence", SECTION, model), uri, headers);
    }

    /// The alerts that matchers match, for the script while they are typed.
    @GET
    @Path("preview")
    public Response preview(@Context UriInfo uri, @Context HttpHeaders headers)
            throws InterruptedException {
        String filter = uri.getQueryParameters().getOrDefault("filter", List.of("")).getFirst();
        var model = new Previewed(forms.preview(filter));
        return render.answer(
                Page.still("silence-preview", "Preview", SECTION, model), uri, headers);
    }

    /// Makes one.
    @POST
    @Path("new")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response create(
            MultivaluedMap<String, String> fields,
            @Context UriInfo uri,
            @Context HttpHeaders headers)
            throws InterruptedException {
        return send(fields, "", uri, headers);
    }

    /// One silence.
    @GET
    @Path("{id}")
    public Response detail(
            @PathParam("id") String id, @Context UriInfo uri, @Context HttpHeaders headers)
            throws InterruptedException {
        var silence = forms.silence(id);
        if (silence.isEmpty()) {
            return unknown(id, uri);
        }
        int affects = forms.muted().getOrDefault(id, 0);
        var model =
                new Detail(
                        Silence.of(silence.get(), affects, forms.now()),
                        forms.preview(AlertQuery.text(silence.get().matchers())));
        return render.answer(new Page("silence", "Silence", SECTION, 10, model), uri, headers);
    }

    /// The form to change one; of one that is over, to make it anew.
    @GET
    @Path("{id}/edit")
    public Response edit(
            @PathParam("id") String id, @Context UriInfo uri, @Context HttpHeaders headers)
            throws InterruptedException {
        var silence = forms.silence(id);
        if (silence.isEmpty()) {
            return unknown(id, uri);
        }
        boolean typed = uri.getQueryParameters().containsKey("filter");
        SilenceForms.Model model =
                typed
                        ? forms.model(Typed.of(uri.getQueryParameters(), id))
                        : forms.edit(silence.get());
        return render.answer(
                Page.still("silence-form", "Edit silence", SECTION, model), uri, headers);
    }

    /// Changes one.
    @POST
    @Path("{id}/edit")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response change(
            @PathParam("id") String id,
            MultivaluedMap<String, String> fields,
            @Context UriInfo uri,
            @Context HttpHeaders headers)
            throws InterruptedException {
        return send(fields, id, uri, headers);
    }

    /// Ends one.
    @POST
    @Path("{id}/expire")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response expire(
            @PathParam("id") String id, @Context UriInfo uri, @Context HttpHeaders headers)
            throws InterruptedException {
        origin.require(headers);
        return forms.expire(id)
                ? seeOther(Rendering.root(uri) + "silences/" + id)
                : unknown(id, uri);
    }

    private Response send(
            MultivaluedMap<String, String> fields, String id, UriInfo uri, HttpHeaders headers)
            throws InterruptedException {
        origin.require(headers);
        return switch (forms.send(Typed.of(fields, forms.changeable(id)))) {
            case Sent.Kept(String kept) -> seeOther(Rendering.root(uri) + "silences/" + kept);
            case Sent.Again(SilenceForms.Model model) ->
                    render.answer(
                            422,
                            Page.still(
                                    "silence-form",
                                    model.editing() ? "Edit silence" : "New silence",
                                    SECTION,
                                    model),
                            uri);
        };
    }

    private Response unknown(String id, UriInfo uri) {
        var message =
                new Message("No such silence", "There is no silence " + id + ", or not any more.");
        return render.answer(404, Page.still("message", "No such silence", SECTION, message), uri);
    }

    /// Relative, so that it stays below any proxy's prefix; JAX-RS would make it absolute.
    private static Response seeOther(String relative) {
        return Response.status(303).header(HttpHeaders.LOCATION, relative).build();
    }
}
