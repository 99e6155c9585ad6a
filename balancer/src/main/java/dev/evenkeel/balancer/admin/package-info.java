/** The admin API over HTTP: what the daemon is doing, for people, scripts and Prometheus. */
@NullMarked
package dev.evenkeel.balancer.admin;

import org.jspecify.annotations.NullMarked;
