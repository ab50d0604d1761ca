package tocsin.alert;

import org.jspecify.annotations.Nullable;

import tocsin.labels.Labels;
import tocsin.labels.TextPool;

/// Makes equal descriptions of alerts one object. Senders repeat themselves every minute, each
/// member keeps what each other was told, and the texts are most of what an alert weighs; so what
/// comes in is compared with what was seen last of the same label set.
///
/// A table of fixed size in which a new description takes the place of another: what is not found
/// is made once more, which costs memory and nothing else. May be used by any thread.
public final class AlertPool {
    private static final int WAYS = 4;
    private static final int SLOTS = 1 << 18;
    private static final int FEW = 1 << 10;

    private final TextPool texts = new TextPool();
    private final @Nullable Description[] slots;

    /// A pool for the alerts of a member.
    public AlertPool() {
        this(SLOTS);
    }

    private AlertPool(int size) {
        slots = new Description[size];
    }

    /// A pool for some alerts beside these.
    public static AlertPool small() {
        return new AlertPool(FEW);
    }

    /// What an alert says beside its times.
    public record Description(Labels labels, Labels annotations, String generatorUrl) {}

    /// The description seen last of the labels of a fingerprint, if it is still there.
    ///
    /// @param fingerprint the bits of the labels' fingerprint
    public @Nullable Description last(long fingerprint) {
        int slot = find(fingerprint);
        return slot < 0 ? null : slots[slot];
    }

    private int find(long fingerprint) {
        int first = first(fingerprint);
        for (int slot = first; slot < first + WAYS; slot++) {
            Description there = slots[slot];
            if (there != null && there.labels().fingerprintBits() == fingerprint) {
                return slot;
            }
        }
        return -1;
    }

    private int first(long fingerprint) {
        return (int) (fingerprint ^ (fingerprint >>> 32)) & (slots.length - 1) & -WAYS;
    }

    /// Remembers a description in place of the last, and gives the one to use: its parts are those
    /// already known where they are equal.
    public Description keep(Labels labels, Labels annotations, String generatorUrl) {
        int slot = find(labels.fingerprintBits());
        Description last = slot < 0 ? null : slots[slot];
        if (last == null || !last.labels().equals(labels)) {
            var made = new Description(labels, annotations, generatorUrl);
            slots[slot < 0 ? room(labels.fingerprintBits()) : slot] = made;
            return made;
        }
        boolean sameAnnotations = last.annotations().equals(annotations);
        boolean sameUrl = last.generatorUrl().equals(generatorUrl);
        if (sameAnnotations && sameUrl) {
            return last;
        }
        var made =
                new Description(
                        last.labels(),
                        sameAnnotations ? last.annotations() : annotations,
                        sameUrl ? last.generatorUrl() : generatorUrl);
        slots[slot] = made;
        return made;
    }

    /// A place that is free, or else one of those that share it, by chance of the fingerprint.
    private int room(long fingerprint) {
        int first = first(fingerprint);
        for (int slot = first; slot < first + WAYS; slot++) {
            if (slots[slot] == null) {
                return slot;
            }
        }
        return first + (int) ((fingerprint >>> 40) % WAYS);
    }

    /// The names and values that labels share.
    public TextPool texts() {
        return texts;
    }
}
