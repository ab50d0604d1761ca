/// The pipeline as one thing: its configuration, its front door and what it shows of itself. Start
/// at `AlertPipeline`. May depend on every package of this module.
@NullMarked
package tocsin.pipeline;

import org.jspecify.annotations.NullMarked;
