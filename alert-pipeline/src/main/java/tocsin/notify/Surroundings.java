package tocsin.notify;

import tocsin.history.Recorder;
import tocsin.loop.EventLoop;
import tocsin.nflog.NotificationLog;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/// What every courier needs.
///
/// @param senders runs sends, which block
/// @param peerStep how long each member waits for the one before it
record Surroundings(
        EventLoop loop,
        Executor senders,
        Peers peers,
        NotificationLog log,
        Claims claims,
        Recorder recorder,
        NotifyMetrics metrics,
        RandomGenerator chance,
        Duration peerStep) {}
