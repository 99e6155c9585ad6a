package dev.evenkeel.balancer.telemetry;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.balancer.exchange.Exchange;
import dev.evenkeel.balancer.exchange.Outcome;
import dev.evenkeel.balancer.message.ClientFailure;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class CombinedLineTest {
    private final CombinedLine format = new CombinedLine(Instant.parse("2025-03-04T05:06:07.999Z")::toEpochMilli);
    private final LineBuffer buffer = new LineBuffer(1024);
    private final ExchangeRig rig = new ExchangeRig(this::format);

    private void format(Exchange exchange) {
        buffer.clear();
        format.write(exchange, buffer);
    }

    private String line() {
        return new String(buffer.bytes(), 0, buffer.length(), US_ASCII);
    }

    @Test
    void isTheCombinedLogFormat() {
        rig.service(exchange -> ExchangeRig.respond(exchange, 404, "not here"));

        rig.get("/a?b=c", "User-Agent: test/1 (x)\r\nReferer: http://a/\r\n");

        assertThat(line())
                .isEqualTo("192.0.2.7 - - [04/Mar/2025:05:06:07 +0000] \"GET /a?b=c HTTP/1.1\" 404 8 "
                        + "\"http://a/\" \"test/1 (x)\"\n");
    }

    @Test
    void writesAHyphenForWhatWasNotSent() {
        rig.send("GET / HTTP/1.0\r\nUser-Agent:\r\n\r\n");

        assertThat(line()).endsWith("] \"GET / HTTP/1.0\" 200 0 \"-\" \"-\"\n");
    }

    @Test
    void cannotBeForgedByAnyByteOfAField() {
        rig.get("/\"\\", "User-Agent: a\" 200 5 \"-\" \"b\\\t\u00e9\r\n");

        assertThat(line())
                .endsWith("] \"GET /\\x22\\x5C HTTP/1.1\" 200 0 \"-\" "
                        + "\"a\\x22 200 5 \\x22-\\x22 \\x22b\\x5C\\x09\\xE9\"\n");
    }

    @Test
    void hasZerosForTheStatusOfARequestThatGotNoResponse() {
        rig.service(exchange -> exchange.clientFailed(ClientFailure.GONE, "gone"));

        rig.get("/", "");

        assertThat(line()).contains("\" 000 0 \"");
    }

    @Test
    void writesAHyphenForARequestThatCouldNotBeParsed() {
        rig.service(exchange -> exchange.fail(Outcome.BAD_REQUEST, "bad"));

        rig.send("nonsense\r\n\r\n");

        assertThat(line()).contains("] \"-\" 400 ");
    }
}
