/** What happens to the backends and the configuration while the clients go on. */
@NullMarked
package dev.evenkeel.bench.nodrop.scenario;

import org.jspecify.annotations.NullMarked;
