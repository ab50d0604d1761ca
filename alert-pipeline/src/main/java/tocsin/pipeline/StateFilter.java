package tocsin.pipeline;

/// Which alerts are asked for: those that nothing mutes, and those that are muted by this or that.
/// One that is muted by several must be asked for in all of them, as upstream has it.
///
/// @param muted by a time interval
public record StateFilter(boolean active, boolean silenced, boolean inhibited, boolean muted) {
    /// All alerts.
    public static final StateFilter ALL = new StateFilter(true, true, true, true);
}
