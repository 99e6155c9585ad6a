package dev.evenkeel.health.check;

import io.netty.buffer.ByteBuf;
import java.net.SocketAddress;

/** Passes if the target takes a connection. Says nothing on it. */
public final class TcpCheck extends ConnectionCheck implements Dialogue {
    public TcpCheck(Connector connector) {
        super(connector, 1);
    }

    @Override
    public String name() {
        return "tcp";
    }

    @Override
    protected Dialogue dialogue(SocketAddress target) {
        return this;
    }

    @Override
    public void connected(Conversation with) {
        with.pass("took a connection");
    }

    @Override
    public void received(ByteBuf data, Conversation with) {}

    @Override
    public void ended(Conversation with) {}
}
