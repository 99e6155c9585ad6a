/** The proxies under test: how each is started and told of a change. */
@NullMarked
package dev.evenkeel.bench.nodrop.proxy;

import org.jspecify.annotations.NullMarked;
