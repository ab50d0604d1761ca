package tocsin.rules;

import java.time.Instant;

/// Who has a group.
///
/// @param member who evaluates it as long as it is alive
/// @param since when it was said so, last
record GroupPlace(String member, Instant since) {}
