package tocsin.notify;

/// One integration of a receiver: a way to reach people. Implementations live in `notifiers`.
public interface Notifier {
    /// Tells somebody. Blocks, on a virtual thread of its own, as long as its own time-outs let it.
    /// Expected failures are answers; nothing is thrown but bugs.
    Delivery send(Notification notification) throws InterruptedException;
}
