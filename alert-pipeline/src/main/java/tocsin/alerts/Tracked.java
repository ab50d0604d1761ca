package tocsin.alerts;

import org.jspecify.annotations.Nullable;

import tocsin.alert.Alert;

import java.util.concurrent.CompletableFuture;

/// An alert as this member knows it: which one it is never changes, what is known of it does.
/// Whoever holds on to it sees every refresh without being told. Confined to the pipeline's loop.
///
/// There is one for each alert, so it is one object: the registers are its own.
public final class Tracked extends Registers {
    private Alert alert;
    private @Nullable CompletableFuture<Void> underWay;
    private boolean unsafe;
    private boolean homeless;

    /// An alert of which this is known.
    public Tracked(Alert first) {
        this.alert = first;
    }

    /// What is known now.
    public Alert alert() {
        return alert;
    }

    /// The bits of the alert's fingerprint.
    public long bits() {
        return alert.labels().fingerprintBits();
    }

    void alert(Alert now) {
        alert = now;
    }

    /// Notes whether a group that should hold it does not, for want of room: then every refresh
    /// asks again.
    public void homeless(boolean now) {
        homeless = now;
    }

    boolean isHomeless() {
        return homeless;
    }

    /// A write of what is known now is under way.
    void written(CompletableFuture<Void> answer) {
        underWay = answer;
        unsafe = false;
    }

    /// The write has ended. When a later one is under way, that one counts.
    @SuppressWarnings("ReferenceEquality") // an answer is itself only
    void answered(CompletableFuture<Void> answer, boolean failed) {
        if (underWay == answer) {
            underWay = null;
            unsafe = failed;
        }
    }

    /// The write that is not safe yet, if there is one.
    @Nullable CompletableFuture<Void> underWay() {
        return underWay;
    }

    /// Whether the last write failed, so that it must be made again.
    boolean isUnsafe() {
        return unsafe;
    }
}
