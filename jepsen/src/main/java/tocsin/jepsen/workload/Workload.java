package tocsin.jepsen.workload;

/// A client's doing, called about every quarter of a second from one thread.
public interface Workload {
    /// Does the next operation or two, and notes how they went.
    void step();

    /// Called once when all faults are undone: brings to an end what was begun.
    void finish();

    /// Called last, when the cluster had time to come to rest: reads what must be true now.
    void read();
}
