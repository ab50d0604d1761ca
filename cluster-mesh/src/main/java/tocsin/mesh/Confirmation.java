package tocsin.mesh;

import java.util.concurrent.CompletableFuture;

/// Waits for a write, or for several that are answered together, to be safe: here, and at one peer
/// if any can be reached. Confined to the loop of the map.
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

    /// A peer is asked.
    ///
    /// @param keys that it has to acknowledge
    Asked asked(int keys) {
        asked++;
        return new Asked(keys);
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

    private void heard() {
        heard = true;
        check();
    }

    /// What one peer was asked.
    final class Asked {
        private int left;
        private boolean lost;

        private Asked(int keys) {
            this.left = keys;
        }

        /// The peer has one of the keys.
        void heard() {
            left--;
            if (left == 0 && !lost) {
                Confirmation.this.heard();
            }
        }

        /// The peer will not say so of one of the keys, and so not of all.
        void lost() {
            if (!lost) {
                lost = true;
                asked--;
                nobodyToAsk();
            }
        }
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
