/**
 * TCP over epoll with as few system calls as it takes: channels of Netty's, so that handlers, promises and buffers are the
 * usual ones, on descriptors that are registered once, edge-triggered.
 */
@NullMarked
package dev.evenkeel.balancer.socket;

import org.jspecify.annotations.NullMarked;
