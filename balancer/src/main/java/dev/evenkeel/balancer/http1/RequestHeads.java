package dev.evenkeel.balancer.http1;

import dev.evenkeel.balancer.message.RequestHead;
import java.util.ArrayDeque;

/**
 * Heads that no request needs now. An idle connection has none, which is 2 KiB of memory for each of thousands; and the next
 * request gets the one that was used last, which the processor still has in its cache. For one event loop.
 */
public final class RequestHeads {
    /** As many requests as begin and end on one loop at about the same time; what more there are is garbage. */
    private static final int MOST = 256;

    private final ArrayDeque<RequestHead> spare = new ArrayDeque<>();

    RequestHead take() {
        RequestHead head = spare.pollLast();
        if (head == null) {
            head = new RequestHead();
            head.clear();
        }
        return head;
    }

    /** Takes back what nobody looks at any more. */
    void giveBack(RequestHead head) {
        if (spare.size() < MOST) {
            head.clear();
            spare.addLast(head);
        }
    }
}
