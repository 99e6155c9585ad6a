package dev.evenkeel.bench.micro;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

import dev.evenkeel.balancer.config.ClientConfig;
import dev.evenkeel.balancer.config.ErrorPagesConfig;
import dev.evenkeel.balancer.config.EvenkeelConfig;
import dev.evenkeel.balancer.exchange.ErrorPages;
import dev.evenkeel.balancer.exchange.Exchange;
import dev.evenkeel.balancer.exchange.ExchangeContext;
import dev.evenkeel.balancer.exchange.Moment;
import dev.evenkeel.balancer.exchange.Outcome;
import dev.evenkeel.balancer.exchange.RequestIds;
import dev.evenkeel.balancer.http1.ClientConnection;
import dev.evenkeel.balancer.http1.RequestHeads;
import dev.evenkeel.balancer.loop.Loop;
import dev.evenkeel.balancer.message.ClientStream;
import dev.evenkeel.balancer.message.ClientTransport;
import dev.evenkeel.balancer.message.RequestHandler;
import dev.evenkeel.balancer.message.ResponseHead;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes an exchange that is over and whose request's head is still there, as listeners see it: the last of its connection. */
public final class FinishedExchange implements RequestHandler {
    private static final String REQUEST = """
            GET /products/harbour/boats?colour=red&page=4 HTTP/1.1\r
            Host: www.example.com\r
            User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0\r
            Referer: https://www.example.com/products/harbour\r
            Connection: close\r
            \r
            """;

    private final ClientConfig config;
    private final ExchangeContext context;
    private final RequestIds ids = new RequestIds(new SecureRandom());
    private @Nullable Exchange exchange;

    private FinishedExchange(ClientConfig config, ErrorPages pages) {
        this.config = config;
        this.context = new ExchangeContext("web", false, pages, finished -> {});
    }

    /** One that a backend of the pool {@code app} answered with 1 KiB. */
    public static Exchange of(EvenkeelConfig config) throws IOException {
        var listener = config.listeners().values().iterator().next();
        var made = new FinishedExchange(listener.client(), ErrorPages.load(new ErrorPagesConfig(Map.of(), null)));
        SocketAddress client = address();
        var channel = new EmbeddedChannel() {
            @Override
            protected SocketAddress remoteAddress0() {
                return client;
            }
        };
        channel.pipeline().addLast(new ClientConnection(new Loop(channel.eventLoop(), 0), made, new RequestHeads()));
        channel.pipeline().fireChannelActive();
        channel.writeInbound(Unpooled.copiedBuffer(REQUEST, US_ASCII));
        channel.finishAndReleaseAll();
        return requireNonNull(made.exchange, "exchange");
    }

    private static SocketAddress address() throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByAddress(new byte[] {10, 20, 30, 40}), 50_000);
    }

    @Override
    public ClientConfig config() {
        return config;
    }

    @Override
    public boolean closing() {
        return false;
    }

    @Override
    public void connected(ClientTransport transport) {
        // nothing to keep
    }

    @Override
    public void disconnected(ClientTransport transport) {
        // nothing was kept
    }

    @Override
    public void request(ClientStream stream) {
        Exchange begun = new Exchange(stream, context);
        begun.requestId(ids, ids.next());
        begun.routed("app");
        begun.attempt("127.0.0.1:8000");
        begun.timeline().record(Moment.LEASED, begun.loop().touch());
        begun.timeline().record(Moment.CONNECTED, begun.loop().touch());
        begun.timeline().record(Moment.REQUEST_SENT, begun.loop().touch());
        begun.respond(new ResponseHead().begin(200, "OK"), new byte[1024]);
        exchange = begun;
    }

    @Override
    public void rejected(ClientStream stream, int status, String reason) {
        new Exchange(stream, context).fail(Outcome.BAD_REQUEST, status, reason);
        throw new IllegalStateException("the request was rejected: " + reason);
    }
}
