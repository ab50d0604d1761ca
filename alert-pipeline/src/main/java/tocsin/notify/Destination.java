package tocsin.notify;

import tocsin.outbox.Health;
import tocsin.outbox.Place;
import tocsin.outbox.Terms;

import java.time.Instant;

/// How it stands with one integration of one receiver, as this member sees it.
///
/// @param queued how many groups wait here for their turn
/// @param pausedUntil until when it asked to be left alone; past when it did not
public record Destination(
        Place place, Terms terms, Health health, int queued, Instant pausedUntil) {}
