package dev.evenkeel.balancer.socket;

import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannelOption;
import java.io.IOException;

/**
 * What can be set of a {@link TcpServerChannel} before it is bound: {@code SO_BACKLOG}, {@code SO_REUSEADDR}, {@code SO_REUSEPORT} and
 * {@code TCP_DEFER_ACCEPT}, in seconds.
 */
final class TcpServerChannelConfig extends DefaultChannelConfig {
    private static final int BACKLOG = 4096;

    private final TcpServerChannel listener;
    private final Socket socket;
    private volatile int backlog = BACKLOG;

    TcpServerChannelConfig(TcpServerChannel listener, Socket socket) {
        super(listener);
        this.listener = listener;
        this.socket = socket;
    }

    /** How many connections may wait to be accepted. */
    int backlog() {
        return backlog;
    }

    @Override
    public <T> boolean setOption(ChannelOption<T> option, T value) {
        try {
            return set(option, value) || super.setOption(option, value);
        } catch (IOException e) {
            throw new ChannelException(e);
        }
    }

    private <T> boolean set(ChannelOption<T> option, T value) throws IOException {
        if (option.equals(ChannelOption.SO_BACKLOG)) {
            validate(option, value);
            backlog = (Integer) value;
        } else if (option.equals(ChannelOption.SO_REUSEADDR)) {
            socket.setReuseAddress((Boolean) value);
        } else if (option.equals(UnixChannelOption.SO_REUSEPORT)) {
            socket.setReusePort((Boolean) value);
        } else if (option.equals(EpollChannelOption.TCP_DEFER_ACCEPT)) {
            socket.setIntOpt(Sockets.IPPROTO_TCP, Sockets.TCP_DEFER_ACCEPT, (Integer) value);
        } else {
            return false;
        }
        return true;
    }

    @Override
    protected void autoReadCleared() {
        listener.stopAccepting();
    }
}
