package tocsin.server.parts;

import tocsin.promql.eval.Engine;
import tocsin.promql.eval.Result;
import tocsin.server.ui.Queries;

import java.time.Duration;
import java.time.Instant;

/// What people type into pages, evaluated by an engine.
record TypedQueries(Engine engine) implements Queries {
    @Override
    public Result instant(String query, Instant at) {
        return engine.instant(query, at.toEpochMilli(), Engine.Wishes.none());
    }

    @Override
    public Result range(String query, Instant start, Instant end, Duration step) {
        return engine.range(
                query,
                start.toEpochMilli(),
                end.toEpochMilli(),
                step.toMillis(),
                Engine.Wishes.none());
    }
}
