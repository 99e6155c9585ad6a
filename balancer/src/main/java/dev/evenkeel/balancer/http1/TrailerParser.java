package dev.evenkeel.balancer.http1;

import dev.evenkeel.balancer.config.HeadLimits;
import dev.evenkeel.balancer.message.FieldName;
import dev.evenkeel.balancer.message.Trailers;

/** Reads the trailer section of a chunked body (RFC 9112 §7.1.2). */
final class TrailerParser extends HeadParser<Trailers> {
    static final HeadLimits LIMITS = new HeadLimits(0, 8 * 1024, 16 * 1024, 64);

    @Override
    boolean hasStartLine() {
        return false;
    }

    @Override
    int startLineLimit(HeadLimits limits) {
        return 0;
    }

    @Override
    BadMessage startLineTooLong(int limit) {
        throw new IllegalStateException("trailers have no start line");
    }

    @Override
    void parseStartLine(Trailers head, byte[] bytes, int start, int end) {
        throw new IllegalStateException("trailers have no start line");
    }

    @Override
    boolean skipsEmptyLine(int start) {
        return false;
    }

    /** Fields that frame or route a message have no business behind it (RFC 9110 §6.5.1). */
    @Override
    void finish(Trailers trailers) {
        for (int i = 0; i < trailers.fieldCount(); i++) {
            if (trailers.id(i) != FieldName.OTHER) {
                trailers.drop(i);
            }
        }
    }
}
