package dev.evenkeel.balancer.upstream;

import dev.evenkeel.balancer.config.VerifyConfig;
import dev.evenkeel.balancer.http1.BackendConnection;
import dev.evenkeel.balancer.loop.Deadline;
import dev.evenkeel.balancer.message.BackendFailure;
import dev.evenkeel.balancer.message.BackendListener;
import dev.evenkeel.balancer.message.ResponseHead;
import dev.evenkeel.balancer.message.Trailers;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks a new connection one cheap request before a client's is put on it. That a connection stands proves little: the kernel
 * takes connections for a process that hangs, is stopped, or is behind with its work.
 *
 * <p>The answer is read as strictly as any other. What fails here has cost no client's request, so any may go elsewhere.
 */
final class Verification extends Deadline implements BackendListener {
    /** A backend that closes the connection after its answer has done so by then. */
    private static final long WATCHED_FOR = TimeUnit.MILLISECONDS.toNanos(10);

    private final BackendConnections owner;
    private final BackendConnection connection;
    private final VerifyConfig config;
    private final ConnectListener listener;
    private int status;
    private boolean answered;

    Verification(
            BackendConnections owner, BackendConnection connection, VerifyConfig config, ConnectListener listener) {
        this.owner = owner;
        this.connection = connection;
        this.config = config;
        this.listener = listener;
    }

    void begin() {
        owner.loop().arm(this, owner.loop().now() + config.timeout().toNanos());
        connection.ask(config.method(), config.target(), config.host(), this);
    }

    /** Who waits for the connection. */
    ConnectListener listener() {
        return listener;
    }

    /** Closes the connection, which is not wanted any more. */
    void withdraw() {
        owner.loop().disarm(this);
        if (answered) {
            connection.closeIfResting();
        } else {
            connection.cancel();
        }
        listener.withdrawn();
    }

    /** Sees whether the backend keeps the connection for a moment. */
    void watch() {
        owner.loop().arm(this, owner.loop().now() + WATCHED_FOR);
    }

    @Override
    protected long check(long now) {
        if (answered) {
            owner.verified(this, connection);
            return NEVER;
        }
        connection.cancel();
        fail("did not answer " + asked() + " within " + config.timeout().toMillis() + " ms.");
        return NEVER;
    }

    @Override
    public void interimResponse(ResponseHead head) {
        // the final one counts
    }

    @Override
    public void responseHead(ResponseHead head, long bodyLength) {
        status = head.status();
        if (!config.expectStatus().contains(status)) {
            connection.cancel();
            fail("answered " + answered() + " (expected: " + config.expectStatus() + ").");
        }
    }

    @Override
    public void responseBody(ByteBuf data) {
        data.release();
    }

    @Override
    public void responseEnd(@Nullable Trailers trailers) {
        owner.loop().disarm(this);
        answered = true;
        owner.answered(this, connection);
    }

    @Override
    public void responsePaused() {
        // nothing is passed on
    }

    @Override
    public void backendWritable() {
        // there is nothing more to send
    }

    @Override
    public void backendFailed(BackendFailure failure, String reason) {
        fail("did not answer " + asked() + ": " + reason);
    }

    /** What was asked, and the status of the answer. */
    String answered() {
        return asked() + " with status " + status;
    }

    private String asked() {
        return config.method() + " " + config.target();
    }

    /**
     * @param what the end of a sentence whose subject is the backend
     */
    private void fail(String what) {
        owner.loop().disarm(this);
        owner.unverified(this, what);
    }
}
