package dev.evenkeel.balancer.socket;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import io.netty.channel.DefaultChannelConfig;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What can be set of a {@link TcpChannel}. {@code TCP_NODELAY} is always on. */
final class TcpChannelConfig extends DefaultChannelConfig {
    private static final AdaptiveRecvByteBufAllocator READ_SIZES = new AdaptiveRecvByteBufAllocator();

    private final TcpChannel connection;
    private boolean allowHalfClosure;

    TcpChannelConfig(TcpChannel connection) {
        super(connection, READ_SIZES);
        this.connection = connection;
    }

    /** Whether the end of the peer's data is told as an event and leaves the other direction open. */
    boolean allowHalfClosure() {
        return allowHalfClosure;
    }

    @Override
    public Map<ChannelOption<?>, Object> getOptions() {
        return getOptions(super.getOptions(), ChannelOption.ALLOW_HALF_CLOSURE, ChannelOption.SO_LINGER);
    }

    @Override
    @SuppressWarnings("unchecked") // the type of the value is that of the option
    public <T> @Nullable T getOption(ChannelOption<T> option) {
        if (option.equals(ChannelOption.ALLOW_HALF_CLOSURE)) {
            return (T) Boolean.valueOf(allowHalfClosure);
        }
        if (option.equals(ChannelOption.SO_LINGER)) {
            return (T) Integer.valueOf(linger());
        }
        return super.getOption(option);
    }

    @Override
    public <T> boolean setOption(ChannelOption<T> option, T value) {
        if (option.equals(ChannelOption.ALLOW_HALF_CLOSURE)) {
            validate(option, value);
            allowHalfClosure = (Boolean) value;
            return true;
        }
        if (option.equals(ChannelOption.SO_LINGER)) {
            validate(option, value);
            linger((Integer) value);
            return true;
        }
        return super.setOption(option, value);
    }

    private int linger() {
        try {
            return connection.socket().getSoLinger();
        } catch (IOException e) {
            throw new ChannelException(e);
        }
    }

    private void linger(int seconds) {
        try {
            connection.socket().setSoLinger(seconds);
        } catch (IOException e) {
            throw new ChannelException(e);
        }
    }

    @Override
    protected void autoReadCleared() {
        connection.wantNoInput();
    }
}
