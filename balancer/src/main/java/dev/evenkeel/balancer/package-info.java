/** The daemon: everything that moves a request, the command line and the admin API. */
@NullMarked
package dev.evenkeel.balancer;

import org.jspecify.annotations.NullMarked;
