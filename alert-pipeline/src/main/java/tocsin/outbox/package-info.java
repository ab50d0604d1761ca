/// What stands between a decision to tell and a destination: one queue for each destination with
/// its pace, pauses and width; one letter for each group and integration that could not be told at
/// once, on all members and disks until it is told, dead or dropped; and how each destination does.
/// May depend on `alert`, `alerts`, `labels`, `loop`, `nflog`, `replica`.
@NullMarked
package tocsin.outbox;

import org.jspecify.annotations.NullMarked;
