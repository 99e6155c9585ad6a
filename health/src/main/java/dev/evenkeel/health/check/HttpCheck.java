package dev.evenkeel.health.check;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Passes if the target answers a request in HTTP/1.1 with a status, and perhaps a text, that are expected. The verdict waits
 * for no more of a body than it takes to find the text, and for {@value #BODY_LIMIT} bytes at most. The connection is kept
 * for the next check if the response allows that and its body is no longer.
 */
public final class HttpCheck extends ConnectionCheck {
    /** Bytes of a body in which the expected text is looked for. */
    public static final int BODY_LIMIT = 64 * 1024;

    private final RequestText request;
    private final boolean toHead;
    private final HttpExpectation expectation;

    /**
     * @param checksPerConnection after so many checks of a target its connection is closed and another made; 1 for a
     *     connection for each check
     */
    public HttpCheck(Connector connector, HttpRequest request, HttpExpectation expectation, int checksPerConnection) {
        super(connector, checksPerConnection);
        this.request = new RequestText(requireNonNull(request, "request"));
        toHead = request.method().equals("HEAD");
        this.expectation = requireNonNull(expectation, "expectation");
    }

    @Override
    public String name() {
        return "http";
    }

    @Override
    protected Dialogue dialogue(SocketAddress target) {
        String text = expectation.body();
        return new HttpDialogue(target, text == null ? null : new TextSearch(text));
    }

    private final class HttpDialogue implements Dialogue, Rest {
        private final SocketAddress target;
        private final @Nullable TextSearch search;
        private final ResponseReader reader;
        private int unsearched = BODY_LIMIT;

        HttpDialogue(SocketAddress target, @Nullable TextSearch search) {
            this.target = target;
            this.search = search;
            reader = new ResponseReader(toHead, this::body);
        }

        private void body(ByteBuf data, int length) {
            int searched = search == null ? 0 : Math.min(length, unsearched);
            if (search != null) {
                search.read(data, searched);
                unsearched -= searched;
            }
            data.skipBytes(length - searched);
        }

        @Override
        public void connected(Conversation with) {
            with.send(request.to(target, !with.last()));
        }

        @Override
        public void received(ByteBuf data, Conversation with) {
            try {
                reader.read(data);
                judge(with, reader.persistent() && !data.isReadable());
            } catch (BadResponseException e) {
                with.fail("bad response: " + e.getMessage());
            }
        }

        @Override
        public void ended(Conversation with) {
            try {
                reader.end();
                judge(with, false);
            } catch (BadResponseException e) {
                with.fail("bad response: " + e.getMessage());
            }
        }

        private void judge(Conversation with, boolean persistent) {
            if (!reader.headRead()) {
                return;
            }
            int status = reader.status();
            if (!expectation.status().test(status)) {
                with.fail("status " + status + " (expected: " + expectation.statuses() + ")");
            } else if (search == null || search.found()) {
                pass("status " + status, with, persistent);
            } else if (reader.complete() || reader.bodyBytes() >= BODY_LIMIT) {
                with.fail("status " + status + ", but the expected text is not in the body");
            }
        }

        private void pass(String reason, Conversation with, boolean persistent) {
            if (persistent) {
                with.pass(reason, this);
            } else {
                with.pass(reason);
            }
        }

        @Override
        public boolean take(ByteBuf data) {
            try {
                reader.read(data);
                return !data.isReadable() && reader.bodyBytes() <= BODY_LIMIT;
            } catch (BadResponseException e) {
                return false;
            }
        }

        @Override
        public boolean complete() {
            return reader.complete();
        }
    }
}
