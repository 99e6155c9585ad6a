package dev.evenkeel.balancer.telemetry;

import dev.evenkeel.balancer.config.AccessLogConfig;
import dev.evenkeel.balancer.exchange.Exchange;

/** Writes what happened in an exchange as one line. One for each event loop, since it keeps the time of day. */
interface LineFormat {
    /** Appends the line, its line feed included. */
    void write(Exchange exchange, LineBuffer line);

    /** Makes a format for one event loop. */
    static LineFormat of(AccessLogConfig.Format format) {
        return switch (format) {
            case JSON -> new JsonLine(System::currentTimeMillis);
            case COMBINED -> new CombinedLine(System::currentTimeMillis);
        };
    }
}
