package tocsin.outbox;

import tocsin.replica.Codec;
import tocsin.replica.FieldReader;
import tocsin.replica.FieldWriter;
import tocsin.replica.MapSchema;

import java.time.Duration;
import java.time.Instant;

/// The replicated map `pauses`; the newest write wins.
public final class PauseSchema implements MapSchema<Place, Pause> {
    private static final int VERSION = 1;

    /// Longer than any pause, so that a member that was away for a while is told what it missed.
    private static final Duration KEPT = Duration.ofDays(1);

    @Override
    public String name() {
        return "pauses";
    }

    @Override
    public Codec<Place> keys() {
        return new Keys();
    }

    @Override
    public Codec<Pause> values() {
        return new Values();
    }

    @Override
    public Instant expiresAt(Place place, Pause pause) {
        return pause.at().plus(KEPT);
    }

    private static final class Keys implements Codec<Place> {
        @Override
        public byte[] encode(Place place) {
            return new FieldWriter(VERSION)
                    .text(place.receiver())
                    .text(place.integration())
                    .number(place.index())
                    .bytes();
        }

        @Override
        public Place decode(byte[] bytes) {
            var fields = new FieldReader(bytes, VERSION);
            var place = new Place(fields.text(), fields.text(), (int) fields.number());
            fields.end();
            return place;
        }
    }

    private static final class Values implements Codec<Pause> {
        @Override
        public byte[] encode(Pause pause) {
            return new FieldWriter(VERSION)
                    .instant(pause.at())
                    .instant(pause.until())
                    .flag(pause.down())
                    .bytes();
        }

        @Override
        public Pause decode(byte[] bytes) {
            var fields = new FieldReader(bytes, VERSION);
            var pause = new Pause(fields.instant(), fields.instant(), fields.flag());
            fields.end();
            return pause;
        }
    }
}
