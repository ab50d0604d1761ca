package tocsin.promql.window;

import tocsin.promql.value.SampleBuffer;

/// A function of a window.
@FunctionalInterface
public interface RangeFunction {
    /// No value: a NaN that no computation gives.
    double NONE = SampleBuffer.NO_VALUE;

    /// The value; [#NONE] without one. A histogram is given to the window, beside 0.
    double apply(Window window);
}
