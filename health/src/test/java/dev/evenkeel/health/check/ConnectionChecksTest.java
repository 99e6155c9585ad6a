package dev.evenkeel.health.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The checks against real sockets. */
final class ConnectionChecksTest {
    private static final String GOOD = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nall right";

    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final EventLoop loop = (EventLoop) group.next();
    private final List<Peer> peers = new ArrayList<>();
    private final Connector connector = new Connector() {
        @Override
        public EventLoop eventLoop() {
            return loop;
        }

        @Override
        public Channel newChannel(SocketAddress to) {
            return to instanceof UnixDomainSocketAddress ? new NioDomainSocketChannel() : new NioSocketChannel();
        }

        @Override
        public SocketAddress adapt(SocketAddress address) {
            return address;
        }
    };

    @AfterEach
    void close() {
        peers.forEach(Peer::close);
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private Peer peer(String answer) throws IOException {
        return peer(
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                answer,
                false);
    }

    private Peer peer(ServerSocketChannel bound, String answer, boolean closing) {
        Peer peer = new Peer(bound, answer, closing);
        peers.add(peer);
        return peer;
    }

    private HttpCheck http(@Nullable String text) {
        return http(text, 1);
    }

    private HttpCheck http(String method, Map<String, String> headers) {
        return new HttpCheck(
                connector,
                new HttpRequest(method, "/healthz", null, headers),
                new HttpExpectation(status -> status < 400, "200-399", null),
                1);
    }

    private HttpCheck http(@Nullable String text, int checksPerConnection) {
        return new HttpCheck(
                connector,
                new HttpRequest("GET", "/healthz", null, Map.of("X-From", "test")),
                new HttpExpectation(status -> status < 400, "200-399", text),
                checksPerConnection);
    }

    /** One that keeps its connection for three checks. */
    private Checker keeping(Peer peer) {
        return http(null, 3).checker(peer.address());
    }

    /** One that has passed, and kept its connection. */
    private Checker keepingOneOf(Peer peer) {
        Checker checker = keeping(peer);
        assertPasses(checker, false);
        return checker;
    }

    private CheckResult result(Checker checker, boolean anew) {
        return result(checker, anew, Duration.ofSeconds(10));
    }

    private CheckResult result(Checker checker, boolean anew, Duration timeout) {
        CompletableFuture<CheckResult> result = new CompletableFuture<>();
        loop.execute(() -> checker.check(anew, timeout, result::complete));
        return result.orTimeout(20, TimeUnit.SECONDS).join();
    }

    private void assertPasses(Checker checker, boolean anew) {
        CheckResult result = result(checker, anew);
        assertThat(result.passed()).as(result.reason()).isTrue();
    }

    private CheckResult result(HealthCheck check, SocketAddress target, Duration timeout) {
        return result(check.checker(target), true, timeout);
    }

    private CheckResult result(HealthCheck check, Peer peer) {
        return result(check, peer.address(), Duration.ofSeconds(10));
    }

    @Test
    void tcpPassesIfThePortIsOpen() throws IOException {
        CheckResult result = result(new TcpCheck(connector), peer(""));

        assertThat(result.passed()).isTrue();
        assertThat(result.duration()).isPositive();
    }

    @Test
    void tcpFailsIfThePortIsClosed() throws IOException {
        Peer peer = peer("");
        SocketAddress address = peer.address();
        peer.close();

        CheckResult result = result(new TcpCheck(connector), address, Duration.ofSeconds(10));

        assertThat(result.passed()).isFalse();
        assertThat(result.reason()).containsIgnoringCase("refused");
    }

    @Test
    void reachesUnixSockets(@TempDir Path folder) throws IOException {
        ServerSocketChannel bound = ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(folder.resolve("s")));
        Peer peer = peer(bound, GOOD, false);

        assertThat(result(http(null), peer).passed()).isTrue();
        assertThat(peer.heads.get(0)).contains("Host: localhost\n");
    }

    @Test
    void httpAsksOnceForThePathAndPasses() throws IOException {
        Peer peer = peer(GOOD);

        CheckResult result = result(http(null), peer);

        assertThat(result.passed()).as(result.reason()).isTrue();
        assertThat(result.reason()).isEqualTo("status 200");
        assertThat(peer.heads).hasSize(1);
        assertThat(peer.heads.get(0))
                .startsWith("GET /healthz HTTP/1.1\n")
                .contains("Host: 127.0.0.1:" + ((InetSocketAddress) peer.address()).getPort() + "\n")
                .contains("X-From: test\n")
                .contains("User-Agent: evenkeel-health\n")
                .contains("Connection: close\n")
                .doesNotContain("Content-Length");
    }

    @Test
    void httpSendsAGivenUserAgentInPlaceOfItsOwn() throws IOException {
        Peer peer = peer(GOOD);

        result(http("GET", Map.of("user-agent", "probe/1")), peer);

        assertThat(peer.heads.get(0)).contains("user-agent: probe/1\n").doesNotContain("User-Agent", "evenkeel-health");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH"})
    void httpSaysThatARequestWithoutContentHasNone(String method) throws IOException {
        Peer peer = peer(GOOD);

        result(http(method, Map.of()), peer);

        assertThat(peer.heads.get(0)).startsWith(method + " /healthz").contains("Content-Length: 0\n");
    }

    @Test
    void httpFailsForAStatusThatIsNotExpected() throws IOException {
        CheckResult result = result(http(null), peer("HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n"));

        assertThat(result.passed()).isFalse();
        assertThat(result.reason()).isEqualTo("status 503 (expected: 200-399)");
    }

    @Test
    void httpFindsTheExpectedText() throws IOException {
        assertThat(result(http("right"), peer(GOOD)).passed()).isTrue();
    }

    @Test
    void httpFindsTheExpectedTextAcrossChunks() throws IOException {
        Peer peer = peer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nall r\r\n4\r\night\r\n0\r\n\r\n");

        assertThat(result(http("all right"), peer).passed()).isTrue();
    }

    @Test
    void httpFailsIfTheExpectedTextIsMissing() throws IOException {
        CheckResult result = result(http("wrong"), peer(GOOD));

        assertThat(result.passed()).isFalse();
        assertThat(result.reason()).contains("expected text");
    }

    @Test
    void httpLooksForTheTextInTheBeginningOfTheBodyOnly() throws IOException {
        String long64k = "x".repeat(HttpCheck.BODY_LIMIT + 10);
        Peer peer = peer("HTTP/1.1 200 OK\r\nContent-Length: 9999999\r\n\r\n" + long64k);

        assertThat(result(http("right"), peer).passed()).isFalse();
    }

    @Test
    void httpFailsIfTheConnectionIsClosedWithoutAResponse() throws IOException {
        ServerSocketChannel bound =
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));

        CheckResult result = result(http(null), peer(bound, "HTTP/1.1 20", true));

        assertThat(result.passed()).isFalse();
        assertThat(result.reason()).contains("closed");
    }

    @Test
    void httpFailsIfThePeerSpeaksAnotherProtocol() throws IOException {
        CheckResult result = result(http(null), peer("SSH-2.0-OpenSSH_9.6\r\n"));

        assertThat(result.passed()).isFalse();
        assertThat(result.reason()).contains("bad response");
    }

    @Test
    void httpFailsIfThePeerListensButSaysNothing() throws IOException {
        CheckResult result = result(http(null), peer("").address(), Duration.ofMillis(200));

        assertThat(result.passed()).isFalse();
        assertThat(result.reason()).isEqualTo("no answer within 200 ms");
    }

    @Test
    void httpKeepsItsConnectionForSoManyChecks() throws IOException {
        Peer peer = peer(GOOD);
        Checker checker = keeping(peer);

        for (int check = 0; check < 4; check++) {
            assertPasses(checker, false);
        }

        assertThat(peer.connections()).isEqualTo(2);
        assertThat(peer.heads.subList(0, 2)).noneMatch(head -> head.contains("Connection:"));
        assertThat(peer.heads.get(2)).contains("Connection: close\n");
        assertThat(peer.heads.get(3)).doesNotContain("Connection:");
    }

    @Test
    void httpUsesANewConnectionIfItMust() throws IOException {
        Peer peer = peer(GOOD);
        Checker checker = keeping(peer);

        assertPasses(checker, false);
        assertPasses(checker, true);

        assertThat(peer.connections()).isEqualTo(2);
    }

    @Test
    void httpPassesIfTheKeptConnectionWasClosedMeanwhile() throws IOException {
        Peer peer = peer(GOOD);
        Checker checker = keepingOneOf(peer);

        peer.closeConnections();

        assertPasses(checker, false);
        assertThat(peer.connections()).isEqualTo(2);
    }

    @Test
    void httpAsksAgainIfTheKeptConnectionIsClosedWithoutAnAnswer() throws IOException {
        ServerSocketChannel bound =
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        OnceAnsweringPeer peer = new OnceAnsweringPeer(bound, GOOD);
        try (peer) {
            Checker checker = http(null, 3).checker(peer.address());
            assertPasses(checker, false);

            assertPasses(checker, false);

            assertThat(peer.unanswered.get()).isEqualTo(1);
            assertThat(peer.connections.get()).isEqualTo(2);
        }
    }

    @Test
    void httpFailsIfTheTargetIsGoneWithTheKeptConnection() throws IOException {
        Peer peer = peer(GOOD);
        Checker checker = keepingOneOf(peer);

        peer.close();

        CheckResult result = result(checker, false);
        assertThat(result.passed()).isFalse();
        assertThat(result.reason()).containsIgnoringCase("refused");
    }

    @Test
    void httpBelievesABadStatusOnAKeptConnection() throws IOException {
        Peer peer = peer(GOOD);
        Checker checker = keepingOneOf(peer);

        peer.answer("HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n");

        assertThat(result(checker, false).reason()).isEqualTo("status 503 (expected: 200-399)");
        assertThat(peer.connections()).isEqualTo(1);
    }

    @Test
    void httpFailsIfNothingComesOnAKeptConnection() throws IOException {
        Peer peer = peer(GOOD);
        Checker checker = keepingOneOf(peer);

        peer.answer("");

        assertThat(result(checker, false, Duration.ofMillis(200)).reason()).isEqualTo("no answer within 200 ms");
    }

    @Test
    void httpKeepsAConnectionWhoseBodyCameInChunks() throws IOException {
        Peer peer = peer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nyes\r\n0\r\n\r\n");
        Checker checker = keeping(peer);

        assertPasses(checker, false);
        assertPasses(checker, false);

        assertThat(peer.connections()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nConnection: Keep-Alive, Close\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\n\r\nuntil it ends",
                "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nleft over",
                "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nthe rest never comes"
            })
    void httpKeepsNoConnectionThatMayNotServeAgain(String answer) throws IOException {
        Peer peer = peer(answer);
        Checker checker = keeping(peer);

        assertPasses(checker, false);
        assertPasses(checker, false);

        assertThat(peer.connections()).isEqualTo(2);
    }

    @Test
    void aCheckerThatIsClosedEndsTheConnectionThatItKept() throws Exception {
        Peer peer = peer(GOOD);
        Checker checker = keepingOneOf(peer);

        loop.execute(checker::close);

        assertThat(peer.ended.await(20, TimeUnit.SECONDS)).isTrue();
    }
}
