/**
 * HOCON files as immutable records, and exact errors for whatever in a file is not right.
 *
 * <p>A leaf: no record here knows a live object, and nobody outside this package sees Typesafe Config.
 *
 * <p>Conventions of the records: a limit that is switched off is {@link java.lang.Integer#MAX_VALUE} or
 * {@link java.lang.Long#MAX_VALUE}, a time limit that is switched off is {@link java.time.Duration#ZERO},
 * so that both can be read without a second question. Sizes are bytes. Collections are immutable and keep
 * the order of the file. A block that is absent or {@code off} is {@code null}.
 */
@NullMarked
package dev.evenkeel.balancer.config;

import org.jspecify.annotations.NullMarked;
