/**
 * The test kit: a scene with scripted origins on one side, raw clients on the other and a daemon in
 * between, all in this process and on free loopback ports.
 *
 * <p>Origins and clients are written on plain sockets with a small strict parser of their own, so
 * that a mistake of the product can't hide behind the same mistake in its tests. The pieces, from
 * the outside in:
 *
 * <ul>
 *   <li>{@link dev.evenkeel.balancer.testkit.Scene} makes everything, closes everything, and fails
 *       the test when an origin was sent something malformed.
 *   <li>{@link dev.evenkeel.balancer.testkit.Origin} answers as its script says and records what it
 *       saw; {@link dev.evenkeel.balancer.testkit.Answers} names the scripts.
 *   <li>{@link dev.evenkeel.balancer.testkit.Proxy} is the daemon under test;
 *       {@link dev.evenkeel.balancer.testkit.RawClient} talks to it byte by byte.
 *   <li>{@link dev.evenkeel.balancer.testkit.SceneAssertions} is AssertJ with assertions for
 *       messages.
 *   <li>{@link dev.evenkeel.balancer.testkit.LeakGuard} fails the class after which a reference
 *       counted buffer was found lost.
 * </ul>
 */
@NullMarked
package dev.evenkeel.balancer.testkit;

import org.jspecify.annotations.NullMarked;
