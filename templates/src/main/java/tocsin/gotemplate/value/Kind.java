package tocsin.gotemplate.value;

/// What sort of type it is, as far as templates can tell.
public enum Kind {
    /// No value at all: an untyped nil.
    INVALID,
    BOOL,
    INT,
    UINT,
    FLOAT,
    COMPLEX,
    STRING,
    SLICE,
    MAP,
    STRUCT,
    POINTER,
    INTERFACE
}
