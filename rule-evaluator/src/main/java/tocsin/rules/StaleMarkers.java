package tocsin.rules;

import tocsin.labels.Labels;
import tocsin.promql.value.StaleMarker;
import tocsin.rules.SampleSink.Sample;

import java.util.Collection;
import java.util.List;

/// What says of series that they have come to their end.
final class StaleMarkers {
    private StaleMarkers() {}

    static List<Sample> of(Collection<Labels> series, long atMillis) {
        return series.stream()
                .map(labels -> new Sample(labels, atMillis, StaleMarker.VALUE))
                .toList();
    }
}
