package tocsin.notify;

/// One way in which a receiver is told.
///
/// @param name the kind, as in metrics and in the notification log: `webhook`
/// @param index its place among those of the same kind in its receiver
/// @param sendResolved whether it hears of ends
/// @param closesIncidents whether an alert that was told here as firing is told as resolved even
///   when it has been silenced meanwhile, because somebody's incident would stay open for ever
public record Integration(
        String name, int index, boolean sendResolved, boolean closesIncidents, Notifier notifier) {
    /// One that follows upstream: what is silenced when it ends is not told.
    public Integration(String name, int index, boolean sendResolved, Notifier notifier) {
        this(name, index, sendResolved, false, notifier);
    }
}
