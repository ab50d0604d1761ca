/// The Amazon SNS integration, its requests signed by Signature Version 4. May depend on
/// `integration`, `http`, `notify`, `yaml`.
@NullMarked
package tocsin.sns;

import org.jspecify.annotations.NullMarked;
