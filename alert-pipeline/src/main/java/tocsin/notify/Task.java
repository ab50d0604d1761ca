package tocsin.notify;

import tocsin.nflog.LogKey;

import java.util.function.Consumer;

/// What a courier is to bring: the newest flush of its group.
///
/// @param key where to; the receiver is not the route's when another stands in for it
/// @param done hears once what became of it
record Task(
        Flush flush,
        LogKey key,
        Integration integration,
        Notifications.Rules rules,
        Consumer<Outcome> done) {
    /// The same by other rules.
    Task by(Integration other, Notifications.Rules others) {
        return new Task(flush, key, other, others, done);
    }
}
