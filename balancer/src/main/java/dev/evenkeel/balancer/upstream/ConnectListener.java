package dev.evenkeel.balancer.upstream;

import dev.evenkeel.balancer.http1.BackendConnection;
import dev.evenkeel.balancer.message.BackendFailure;

/** Hears how the making of a connection ends: one call, on the event loop that asked, perhaps before the asking returns. */
public interface ConnectListener {
    /** The connection stands. The listener uses it, or gives it back with {@link Upstream#giveBack}. */
    void connected(BackendConnection connection);

    /** There is none. */
    void connectFailed(BackendFailure failure, String reason);

    /** There will be none, since the backend is taken out of use: that says nothing about it, and it was sent nothing. */
    void withdrawn();
}
