package dev.evenkeel.balancer.exchange;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;

import dev.evenkeel.balancer.config.ErrorPagesConfig;
import dev.evenkeel.balancer.http1.ParsedHeads;
import dev.evenkeel.balancer.loop.Loop;
import dev.evenkeel.balancer.message.ClientFailure;
import dev.evenkeel.balancer.message.ClientListener;
import dev.evenkeel.balancer.message.ClientStream;
import dev.evenkeel.balancer.message.Peer;
import dev.evenkeel.balancer.message.RequestHead;
import dev.evenkeel.balancer.message.ResponseHead;
import dev.evenkeel.balancer.message.Trailers;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The client's end of one exchange without a network: keeps what it is sent. For one thread. */
public final class RecordingClient implements ClientStream {
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final Loop loop = new Loop(channel.eventLoop(), 0);
    private final RequestHead request;
    private final List<Exchange> finished = new ArrayList<>();
    private final StringBuilder body = new StringBuilder();
    private Peer peer = new Peer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 40_000));
    private long requestLength;
    private boolean requestEnded = true;
    private int requestsBefore;
    private boolean writable = true;
    private @Nullable ClientListener listener;
    private @Nullable String head;
    private long bodyLength;
    private boolean ended;
    private boolean aborted;
    private boolean closing;
    private boolean requestPaused;

    /** A client that sends this head. */
    public RecordingClient(RequestHead request) {
        this.request = request;
    }

    /** Puts the client at another address. */
    public RecordingClient at(SocketAddress address) {
        peer = new Peer(address);
        return this;
    }

    /** Lets a body follow the head, of this length or {@link ClientStream#UNKNOWN}. */
    public RecordingClient withBody(long length) {
        requestLength = length;
        requestEnded = false;
        return this;
    }

    /** Counts requests that came before on the same connection. */
    public RecordingClient after(int requests) {
        requestsBefore = requests;
        return this;
    }

    /** Begins the exchange of this request. */
    public Exchange exchange() {
        try {
            var pages = ErrorPages.load(new ErrorPagesConfig(Map.of(), null));
            return new Exchange(this, new ExchangeContext("test", true, pages, finished::add));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a piece of the body. */
    public void send(String text) {
        listener().requestBody(Unpooled.copiedBuffer(text, ISO_8859_1));
    }

    /** Ends the body. */
    public void endRequest() {
        requestEnded = true;
        listener().requestEnd(null);
    }

    /** Breaks the exchange off. */
    public void fail(ClientFailure failure) {
        listener().clientFailed(failure, failure.name());
    }

    /** Takes no more, or takes more again. */
    public void writable(boolean nowWritable) {
        writable = nowWritable;
        if (nowWritable) {
            listener().clientWritable();
        }
    }

    /** Runs what the loop was told to run now. */
    public void runTasks() {
        channel.runPendingTasks();
    }

    /** The exchanges that are over. */
    public List<Exchange> finished() {
        return finished;
    }

    /** Status line and fields that came, one line each. */
    public List<String> head() {
        return requireNonNull(head, "no head was sent").lines().toList();
    }

    /** The body that came so far. */
    public String body() {
        return body(ISO_8859_1);
    }

    /** The body that came so far. */
    public String body(Charset charset) {
        return new String(body.toString().getBytes(ISO_8859_1), charset);
    }

    /** The length of the body as it was announced. */
    public long announcedLength() {
        return bodyLength;
    }

    public boolean ended() {
        return ended;
    }

    public boolean aborted() {
        return aborted;
    }

    public boolean requestIsPaused() {
        return requestPaused;
    }

    /** Whether the connection ends with the response. */
    public boolean closesAfterResponse() {
        return closing;
    }

    private ClientListener listener() {
        return requireNonNull(listener, "nobody listens");
    }

    @Override
    public Loop loop() {
        return loop;
    }

    @Override
    public RequestHead request() {
        return request;
    }

    @Override
    public long requestLength() {
        return requestLength;
    }

    @Override
    public boolean requestEnded() {
        return requestEnded;
    }

    @Override
    public Peer peer() {
        return peer;
    }

    @Override
    public long acceptedAt() {
        return 0;
    }

    @Override
    public long firstByteAt() {
        return 0;
    }

    @Override
    public int requestsBefore() {
        return requestsBefore;
    }

    @Override
    public void listen(ClientListener newListener) {
        listener = newListener;
    }

    @Override
    public void pauseRequest() {
        requestPaused = true;
    }

    @Override
    public void resumeRequest() {
        requestPaused = false;
    }

    @Override
    public void sendInterim(ResponseHead interim) {
        throw new UnsupportedOperationException("sendInterim");
    }

    @Override
    public void sendHead(ResponseHead response, long length) {
        head = ParsedHeads.written(response);
        bodyLength = length;
    }

    @Override
    public void sendBody(ByteBuf data) {
        body.append(data.toString(ISO_8859_1));
        data.release();
    }

    @Override
    public void sendEnd(@Nullable Trailers trailers) {
        ended = true;
        listener().responseEnded();
    }

    @Override
    public void flush() {}

    @Override
    public void sendBuffer(int low, int high) {}

    @Override
    public boolean writable() {
        return writable;
    }

    @Override
    public void closeAfterResponse() {
        closing = true;
    }

    @Override
    public void abort() {
        aborted = true;
    }

    @Override
    public long bytesReceived() {
        return request.length();
    }

    @Override
    public long bytesSent() {
        return body.length();
    }
}
