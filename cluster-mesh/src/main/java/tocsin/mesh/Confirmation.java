package tocsin.mesh;

import java.util.concurrent.CompletableFuture;

/// Waits for one write to be safe: here, and at one peer if any can be reached. Confined to the
/// loop of the map.
final class Confirmation {
    private final CompletableFuture<Void> stage = new CompletableFuture<>();
    private final long deadlineNanos;
    private boolean durableHere;
    private boolean heard;
    private int asked;

    Confirmation(long deadlineNanos) {
        this.deadlineNanos = deadlineNanos;
    }

    CompletableFuture<Void> stage() {
        return stage;
    }

    void asked() {
        asked++;
    }

    void nobodyToAsk() {
        if (asked == 0) {
            heard = true;
            check();
        }
    }

    void durable() {
        durableHere = true;
        check();
    }

    void failed(Exception failure) {
        stage.completeExceptionally(failure);
    }

    void heard() {
        heard = true;
        check();
    }

    /// A peer that was asked is gone.
    void lost() {
        asked--;
        nobodyToAsk();
    }

    /// Whether the peers took too long. Then it counts as safe: fails towards going on.
    boolean givenUp(long nowNanos) {
        if (!heard && nowNanos - deadlineNanos >= 0) {
            heard();
            return true;
        }
        return false;
    }

    boolean isOpen() {
        return !heard;
    }

    private void check() {
        if (durableHere && heard) {
            stage.complete(null);
        }
    }
}
