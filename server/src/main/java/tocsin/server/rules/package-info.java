/// Rules as operators look into them: the ledger of evaluations and what is wrong with rule files.
@NullMarked
package tocsin.server.rules;

import org.jspecify.annotations.NullMarked;
