package dev.evenkeel.balancer.telemetry;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.evenkeel.balancer.config.ClientConfig;
import dev.evenkeel.balancer.config.ConfigLoader;
import dev.evenkeel.balancer.config.ErrorPagesConfig;
import dev.evenkeel.balancer.exchange.ErrorPages;
import dev.evenkeel.balancer.exchange.Exchange;
import dev.evenkeel.balancer.exchange.ExchangeContext;
import dev.evenkeel.balancer.exchange.ExchangeListener;
import dev.evenkeel.balancer.exchange.Outcome;
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
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One listener without sockets: bytes of requests go in, a service of the test's own finishes the exchanges, and the
 * listener under test hears of them.
 */
final class ExchangeRig implements RequestHandler {
    static final String LISTENER = "web";

    private final SocketAddress client;
    private final ExchangeContext context;
    private final ClientConfig config;
    private Consumer<Exchange> service = exchange -> respond(exchange, 200, "");

    ExchangeRig(ExchangeListener listener) {
        this(listener, address("192.0.2.7"));
    }

    ExchangeRig(ExchangeListener listener, SocketAddress client) {
        this.client = client;
        this.context = new ExchangeContext(LISTENER, false, pages(), listener);
        this.config = ConfigLoader.parse("""
                        listeners.web { bind = "127.0.0.1:0", routes = [ { service = hello } ] }
                        services.hello.fixed { status = 200 }
                        """, "rig.conf")
                .orElseThrow()
                .listeners()
                .values()
                .iterator()
                .next()
                .client();
    }

    private static ErrorPages pages() {
        try {
            return ErrorPages.load(new ErrorPagesConfig(Map.of(), null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static InetSocketAddress address(String ip) {
        try {
            return new InetSocketAddress(InetAddress.getByName(ip), 4711);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    /** Ends an exchange with a whole response. */
    static void respond(Exchange exchange, int status, String body) {
        exchange.respond(new ResponseHead().begin(status, "As told"), body.getBytes(ISO_8859_1));
    }

    /** Says what becomes of each exchange from here on. */
    ExchangeRig service(Consumer<Exchange> newService) {
        service = newService;
        return this;
    }

    /** Lets a client connect, send this and close its sending side. */
    void send(String bytes) {
        var channel = new EmbeddedChannel() {
            @Override
            protected SocketAddress remoteAddress0() {
                return client;
            }
        };
        channel.pipeline().addLast(new ClientConnection(new Loop(channel.eventLoop(), 0), this, new RequestHeads()));
        channel.pipeline().fireChannelActive();
        channel.writeInbound(Unpooled.copiedBuffer(bytes, ISO_8859_1));
        channel.finishAndReleaseAll();
    }

    /** Sends a plain request with these fields, each ended by CR LF. */
    void get(String target, String fields) {
        send("GET " + target + " HTTP/1.1\r\nHost: example.org\r\n" + fields + "\r\n");
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
        service.accept(new Exchange(stream, context));
    }

    @Override
    public void rejected(ClientStream stream, int status, String reason) {
        new Exchange(stream, context).fail(Outcome.BAD_REQUEST, status, reason);
    }
}
