package tocsin.notify;

import java.time.Instant;

/// A member's word that it is about to tell something, so that no other does at the same time. It
/// ends towards sending: when the lease is over, or its holder is gone, it binds nobody.
///
/// @param version of the group's flush
/// @param epoch one above what was seen when it was taken
/// @param holder the member
public record Claim(long version, long epoch, String holder, Instant until) {}
