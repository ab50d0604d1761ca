package tocsin.server.outbox;

import tocsin.nflog.LogKey;
import tocsin.notify.Delivery;
import tocsin.notify.Destination;
import tocsin.notify.Receiver;
import tocsin.outbox.Letter;
import tocsin.outbox.Letters;
import tocsin.outbox.Place;
import tocsin.template.TemplateData;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What the pages of the outbox ask of a member. Methods block until there is an answer.
public interface Outgoing {
    /// The time.
    Instant now();

    /// The letters that somebody waits for, the oldest first.
    List<Letters.Entry> letters() throws InterruptedException;

    /// Retries or drops letters; how many of them were still there.
    int decide(List<LogKey> letters, Letter.State as) throws InterruptedException;

    /// The receivers of the configuration.
    List<Receiver> receivers();

    /// How it stands with each destination.
    List<Destination> destinations() throws InterruptedException;

    /// Sends a test message to every integration of a receiver; empty when there is no such
    /// receiver.
    Optional<List<Tested>> test(String receiver) throws InterruptedException;

    /// What a test came to.
    record Tested(Place place, Delivery delivery, Duration took) {}

    /// What a template sees of a group: of one there is, or of the newest notification about one
    /// there was.
    Optional<TemplateData.Facts> facts(String groupKey) throws InterruptedException;
}
