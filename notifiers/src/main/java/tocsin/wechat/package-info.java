/// The WeChat Work integration. May depend on `integration`, `http`, `notify`, `yaml`.
@NullMarked
package tocsin.wechat;

import org.jspecify.annotations.NullMarked;
