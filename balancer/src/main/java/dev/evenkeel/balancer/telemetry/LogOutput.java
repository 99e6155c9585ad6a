package dev.evenkeel.balancer.telemetry;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Where the access log goes. For the thread that writes it; may block. */
interface LogOutput extends AutoCloseable {
    /** Writes at least one byte, perhaps not all. */
    void write(ByteBuffer bytes) throws IOException;

    /** Begins anew under the same name, after the file was moved away. If that fails, the old file stays in use. */
    void reopen() throws IOException;

    @Override
    void close() throws IOException;
}
