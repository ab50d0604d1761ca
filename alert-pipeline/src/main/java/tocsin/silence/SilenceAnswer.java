package tocsin.silence;

/// What became of a request for a silence.
public sealed interface SilenceAnswer {
    /// It is kept, under this id: the one asked for if it could be changed in place, else a new
    /// one.
    record Stored(String id) implements SilenceAnswer {}

    /// There is none of the id asked for.
    record Unknown() implements SilenceAnswer {}

    /// It cannot be; the text says why, in upstream's words.
    record Invalid(String reason) implements SilenceAnswer {}
}
