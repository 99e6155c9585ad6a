package dev.evenkeel.balancer.telemetry;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.evenkeel.balancer.exchange.Exchange;
import dev.evenkeel.balancer.exchange.Moment;
import dev.evenkeel.balancer.exchange.Outcome;
import io.netty.channel.unix.DomainSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class JsonLineTest {
    private static final Instant NOW = Instant.parse("2025-03-04T05:06:07.089Z");

    private final List<String> lines = new ArrayList<>();
    private final JsonLine format = new JsonLine(NOW::toEpochMilli);
    private LineBuffer buffer = new LineBuffer(1024);
    private final ExchangeRig rig = new ExchangeRig(this::format);

    private void format(Exchange exchange) {
        buffer.clear();
        format.write(exchange, buffer);
        lines.add(new String(buffer.bytes(), 0, buffer.length(), US_ASCII));
    }

    private JsonNode line() {
        assertThat(lines).hasSize(1);
        String line = lines.get(0);
        assertThat(line.indexOf('\n')).isEqualTo(line.length() - 1);
        try {
            return new ObjectMapper().readTree(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError(line, e);
        }
    }

    @Test
    void tellsWhoAskedForWhatAndWhatCameOfIt() {
        rig.service(exchange -> {
            exchange.requestId("r-1");
            exchange.routed("app");
            exchange.attempt("10.0.0.1:8000");
            exchange.timeline().record(Moment.LEASED, exchange.loop().now());
            exchange.timeline().record(Moment.CONNECTED, exchange.loop().now());
            ExchangeRig.respond(exchange, 201, "made");
        });

        rig.send("PUT /things/7?x=1 HTTP/1.1\r\nHost: example.org:8080\r\nUser-Agent: test/1\r\n"
                + "Referer: http://a/\r\nContent-Length: 2\r\n\r\nhi");

        JsonNode line = line();
        assertThat(Instant.parse(line.get("time").asText())).isBetween(NOW.minus(Duration.ofSeconds(2)), NOW);
        assertThat(line.get("request_id").asText()).isEqualTo("r-1");
        assertThat(line.get("listener").asText()).isEqualTo("web");
        assertThat(line.get("client").asText()).isEqualTo("192.0.2.7");
        assertThat(line.get("method").asText()).isEqualTo("PUT");
        assertThat(line.get("target").asText()).isEqualTo("/things/7?x=1");
        assertThat(line.get("version").asText()).isEqualTo("1.1");
        assertThat(line.get("host").asText()).isEqualTo("example.org:8080");
        assertThat(line.get("user_agent").asText()).isEqualTo("test/1");
        assertThat(line.get("referer").asText()).isEqualTo("http://a/");
        assertThat(line.get("status").asInt()).isEqualTo(201);
        assertThat(line.get("outcome").asText()).isEqualTo("completed");
        assertThat(line.get("service").asText()).isEqualTo("app");
        assertThat(line.get("backend").asText()).isEqualTo("10.0.0.1:8000");
        assertThat(line.get("attempts").asInt()).isEqualTo(1);
        assertThat(line.get("bytes_received").asLong()).isPositive();
        assertThat(line.get("bytes_sent").asLong()).isGreaterThan(4);
        assertThat(line.has("reason")).isFalse();
    }

    @Test
    void givesDurationsInMicroseconds() {
        rig.service(exchange -> {
            long start = exchange.timeline().at(Moment.FIRST_BYTE);
            exchange.attempt("b");
            exchange.timeline().record(Moment.HEAD_COMPLETE, start + 1_000);
            exchange.timeline().record(Moment.QUEUED, start + 2_000);
            exchange.timeline().record(Moment.LEASED, start + 5_000);
            exchange.timeline().record(Moment.CONNECTED, start + 12_999);
            ExchangeRig.respond(exchange, 200, "");
        });

        rig.get("/", "");

        JsonNode line = line();
        assertThat(line.get("head_us").asLong()).isEqualTo(1);
        assertThat(line.get("queue_us").asLong()).isEqualTo(3);
        assertThat(line.get("connect_us").asLong()).isEqualTo(7);
        assertThat(line.get("total_us").asLong()).isNotNegative();
    }

    @Test
    void leavesOutWhatDidNotHappen() {
        rig.get("/", "");

        assertThat(line().fieldNames())
                .toIterable()
                .containsExactly(
                        "time",
                        "listener",
                        "client",
                        "method",
                        "target",
                        "version",
                        "host",
                        "status",
                        "outcome",
                        "bytes_received",
                        "bytes_sent",
                        "total_us",
                        "head_us");
    }

    @Test
    void namesAFailureAndItsReason() {
        rig.service(exchange -> {
            exchange.attempt("10.0.0.1:8000").failed("refused");
            exchange.timeline().record(Moment.LEASED, exchange.loop().now());
            exchange.fail(Outcome.CONNECT_FAILED, "10.0.0.1:8000: connection refused");
        });

        rig.get("/", "");

        JsonNode line = line();
        assertThat(line.get("status").asInt()).isEqualTo(502);
        assertThat(line.get("outcome").asText()).isEqualTo("connect_failed");
        assertThat(line.get("reason").asText()).isEqualTo("10.0.0.1:8000: connection refused");
        assertThat(line.has("first_byte_us")).as("answered by ourselves").isFalse();
    }

    @Test
    void reportsARequestThatCouldNotBeParsed() {
        rig.send("GET /ok\r\n\r\n");

        JsonNode line = line();
        assertThat(line.get("status").asInt()).isEqualTo(400);
        assertThat(line.get("outcome").asText()).isEqualTo("bad_request");
        assertThat(line.has("target")).isFalse();
    }

    @Test
    void cannotBeForgedByAnyByteOfAField() {
        StringBuilder nasty = new StringBuilder("a\"b\\c\t");
        for (char c = 0x80; c <= 0xff; c++) {
            nasty.append(c);
        }

        rig.get("/\"},{\"status\":500", "User-Agent: " + nasty + "\r\n");

        assertThat(line().get("user_agent").asText()).isEqualTo(nasty.toString());
        assertThat(line().get("target").asText()).isEqualTo("/\"},{\"status\":500");
        assertThat(lines.get(0)).matches("\\p{Print}+\n");
    }

    @Test
    void cannotBeForgedByAReason() {
        rig.service(exchange -> exchange.fail(Outcome.INTERNAL_ERROR, "line\nbreak \"quoted\" \u2014 dash"));

        rig.get("/", "");

        assertThat(line().get("reason").asText()).isEqualTo("line\nbreak \"quoted\" \u2014 dash");
    }

    @Test
    void cutsOffWhatIsTooLong() {
        buffer = new LineBuffer(64);

        rig.get(
                "/" + "x".repeat(500),
                "User-Agent: " + "\u00e9".repeat(500) + "\r\nReferer: " + "r".repeat(55) + "\r\n");

        assertThat(line().get("target").asText())
                .startsWith("/xxx")
                .endsWith("xxx...")
                .hasSizeBetween(50, 64);
        assertThat(line().get("user_agent").asText()).startsWith("\u00e9\u00e9").endsWith("...");
        assertThat(line().get("referer").asText()).isEqualTo("r".repeat(55));
        assertThat(buffer.length()).isLessThan(LineBuffer.capacity(64));
    }

    @Test
    void namesTheClientOfAUnixSocket() {
        new ExchangeRig(this::format, new DomainSocketAddress("")).get("/", "");

        assertThat(line().get("client").asText()).isEqualTo("unix:");
    }

    @Test
    void writesIpv6AddressesInTheirShortestForm() {
        for (String address : List.of(
                "::1",
                "2001:db8::8:800:200c:417a",
                "2001:db8:0:1:1:1:1:1",
                "fe80::",
                "::",
                "1:0:0:2::3",
                "2001:db8:0:1::")) {
            lines.clear();
            new ExchangeRig(this::format, ExchangeRig.address(address)).get("/", "");
            assertThat(line().get("client").asText()).isEqualTo(address);
        }
    }
}
