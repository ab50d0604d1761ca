package tocsin.outbox;

import tocsin.nflog.LogKey;

/// A destination: one integration of one receiver.
public record Place(String receiver, String integration, int index) {
    /// Where an entry of the notification log was told.
    public static Place of(LogKey key) {
        return new Place(key.receiver(), key.integration(), key.index());
    }

    /// As people name it: `pager/webhook[0]`.
    @Override
    public String toString() {
        return receiver + "/" + integration + "[" + index + "]";
    }
}
