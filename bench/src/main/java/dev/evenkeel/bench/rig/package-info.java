/**
 * What every measurement needs: programs started on chosen cores and ended by pid, the origin behind
 * the proxies, the load generator, and the processes' own accounts of CPU time and memory.
 */
@NullMarked
package dev.evenkeel.bench.rig;

import org.jspecify.annotations.NullMarked;
