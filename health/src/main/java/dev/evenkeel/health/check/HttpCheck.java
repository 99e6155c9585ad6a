package dev.evenkeel.health.check;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Passes if the target answers a request in HTTP/1.1 with a status, and perhaps a text, that are expected. Of a body no more
 * is read than it takes to find the text, and {@value #BODY_LIMIT} bytes at most.
 */
public final class HttpCheck extends ConnectionCheck {
    /** Bytes of a body in which the expected text is looked for. */
    public static final int BODY_LIMIT = 64 * 1024;

    private final HttpRequest request;
    private final HttpExpectation expectation;

    public HttpCheck(Connector connector, HttpRequest request, HttpExpectation expectation) {
        super(connector);
        this.request = requireNonNull(request, "request");
        this.expectation = requireNonNull(expectation, "expectation");
    }

    @Override
    public String name() {
        return "http";
    }

    @Override
    protected Dialogue dialogue(SocketAddress target) {
        String text = expectation.body();
        return new HttpDialogue(request.bytesFor(target), text == null ? null : new TextSearch(text));
    }

    private final class HttpDialogue implements Dialogue {
        private final byte[] bytes;
        private final @Nullable TextSearch search;
        private final ResponseReader reader;

        HttpDialogue(byte[] bytes, @Nullable TextSearch search) {
            this.bytes = bytes;
            this.search = search;
            reader = new ResponseReader(request.method().equals("HEAD"), this::body);
        }

        private boolean body(byte next) {
            return search != null && search.next(next);
        }

        @Override
        public void connected(Conversation with) {
            with.send(bytes);
        }

        @Override
        public void received(ByteBuf data, Conversation with) {
            try {
                reader.read(data);
                judge(with);
            } catch (BadResponseException e) {
                with.fail("bad response: " + e.getMessage());
            }
        }

        @Override
        public void ended(Conversation with) {
            try {
                reader.end();
                judge(with);
            } catch (BadResponseException e) {
                with.fail("bad response: " + e.getMessage());
            }
        }

        private void judge(Conversation with) {
            if (!reader.headRead()) {
                return;
            }
            int status = reader.status();
            if (!expectation.status().test(status)) {
                with.fail("status " + status + " (expected: " + expectation.statuses() + ")");
            } else if (search == null || search.found()) {
                with.pass("status " + status);
            } else if (reader.complete() || reader.bodyBytes() >= BODY_LIMIT) {
                with.fail("status " + status + ", but the expected text is not in the body");
            }
        }
    }
}
