package dev.evenkeel.balancer.cli.ctl;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.evenkeel.balancer.Daemon;
import dev.evenkeel.balancer.config.ConfigLoader;
import dev.evenkeel.balancer.testkit.Answers;
import dev.evenkeel.balancer.testkit.Origin;
import dev.evenkeel.balancer.testkit.Proxy;
import dev.evenkeel.balancer.testkit.Scene;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The commands against a running daemon. */
class CtlCommandTest {

    @RegisterExtension
    final Scene scene = new Scene();

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int ctl(Proxy proxy, String... args) {
        return ctl(adminOf(proxy), args);
    }

    private static String adminOf(Proxy proxy) {
        return adminOf(proxy.daemon());
    }

    private static String adminOf(Daemon daemon) {
        var address = (InetSocketAddress) daemon.adminAddress();
        return "127.0.0.1:" + (address == null ? 1 : address.getPort());
    }

    private int ctl(String address, String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--admin", address));
        return type(all.toArray(String[]::new));
    }

    private int type(String... args) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return new CommandLine(new CtlCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }

    private Proxy proxy(Origin... origins) {
        return scene.proxyTo("admin.bind = \"127.0.0.1:0\"", origins);
    }

    @Test
    void addsABackend() {
        Origin two = scene.origin("two");
        Proxy proxy = proxy(scene.origin("one"));

        assertThat(ctl(proxy, "add", "app", two.endpoint(), "weight=2")).isZero();
        assertThat(out.toString()).isEqualTo("Added " + two.endpoint() + " to app.\n");

        assertThat(ctl(proxy, "backends", "app")).isZero();
        assertThat(out.toString()).containsPattern(two.endpoint() + " +2 +ready");
    }

    @Test
    void tellsWhatTheDaemonDoes() {
        Proxy proxy = proxy(scene.origin());
        proxy.get("/");

        await().until(() -> ctl(proxy, "status") == 0 && out.toString().endsWith("requests: 1 completed\n"));

        assertThat(out.toString()).containsPattern("web +127\\.0\\.0\\.1:[0-9]+ +[01]\n");
    }

    @Test
    void whomToAskMayStandBeforeTheCommand() {
        Origin one = scene.origin("one");

        assertThat(type("--json", "--admin", adminOf(proxy(one)), "backends", "app"))
                .isZero();

        assertThat(out.toString()).startsWith("{").contains(one.endpoint());
    }

    @Test
    void drainsAndWaits() {
        Origin one = scene.origin("one");
        Proxy proxy = proxy(one, scene.origin("two"));

        assertThat(ctl(proxy, "drain", "app", one.endpoint(), "--wait")).isZero();

        assertThat(out.toString()).endsWith("0 requests under way\n");
        assertThat(proxy.get("/").body()).isEqualTo("two");
    }

    @Test
    void removesABackend() {
        Origin one = scene.origin("one");
        Proxy proxy = proxy(one, scene.origin("two"));

        assertThat(ctl(proxy, "remove", "app", one.endpoint(), "--wait", "--deadline", "5s"))
                .isZero();

        assertThat(out.toString()).contains("finished, 0 requests under way, 0 cut.");
        assertThat(proxy.daemon().pool("app").snapshot().backends()).hasSize(1);
    }

    @Test
    void aRemovalThatCutRequestsExitsWithFour() throws Exception {
        Origin one = scene.origin("one").answering(Answers.silence());
        Proxy proxy = proxy(one);
        proxy.client().sendGet("/");
        await().until(() -> one.requests().size() == 1);

        assertThat(ctl(proxy, "remove", "app", one.endpoint(), "--wait", "--deadline", "200ms"))
                .isEqualTo(4);

        assertThat(out.toString())
                .contains("Pool app has no backend left that takes requests.")
                .contains("1 requests are under way there")
                .endsWith("cut, 0 requests under way, 1 cut.\n");
    }

    @Test
    void whatIsWaitedForIsOneAnswerToPrograms() throws Exception {
        Origin one = scene.origin("one");

        assertThat(ctl(proxy(one, scene.origin("two")), "remove", "app", one.endpoint(), "--wait", "--json"))
                .isZero();

        assertThat(new ObjectMapper().readTree(out.toString()).path("state").asText())
                .isEqualTo("finished");
    }

    @Test
    void waitsUntilABackendIsUp() {
        Origin two = scene.origin("two");
        Proxy proxy = scene.proxyTo(
                "admin.bind = \"127.0.0.1:0\"\npools.app.health { tcp = on, initial = down, interval = 20ms }",
                scene.origin("one"));

        assertThat(ctl(proxy, "add", "app", two.endpoint(), "--wait")).isZero();

        assertThat(out.toString()).startsWith("Added ").contains("\nup: ");
    }

    @Test
    void waitsUntilABackendIsBackFromMaintenance() {
        Origin one = scene.origin("one");
        Proxy proxy = scene.proxyTo(
                "admin.bind = \"127.0.0.1:0\"\npools.app.health { tcp = on, initial = down, interval = 20ms }",
                one,
                scene.origin("two"));

        assertThat(ctl(proxy, "set", "app", one.endpoint(), "state=maintenance", "--wait"))
                .isZero();
        assertThat(out.toString()).endsWith("0 requests under way\n");
        assertThat(ctl(proxy, "set", "app", one.endpoint(), "state=ready", "--wait"))
                .isZero();
        assertThat(out.toString()).startsWith("Changed ").contains("\nup: ");
    }

    @Test
    void givesUpWaitingInTimeAndExitsWithFour() {
        Proxy proxy = scene.proxyTo(
                "admin.bind = \"127.0.0.1:0\"\npools.app.health { tcp = on, initial = down, interval = 20ms }",
                scene.origin("one"));
        String nobody = scene.refusingAddress().replace("\"", "");

        assertThat(ctl(proxy, "add", "app", nobody, "--timeout", "300ms")).isEqualTo(4);

        assertThat(err.toString()).startsWith("Not done in time: ").contains("down: ");
        assertThat(proxy.daemon().pool("app").snapshot().backends()).hasSize(2);
        assertThat(ctl(proxy, "drain", "app", nobody, "--timeout", "soon")).isEqualTo(2);
        assertThat(err.toString()).contains("\"soon\" (expected: a time such as 30s or 500ms)");
    }

    @Test
    void followsTheEventsUntilTheDaemonEnds() throws Exception {
        Proxy proxy = proxy(scene.origin("one"));
        var code = CompletableFuture.supplyAsync(
                () -> ctl(proxy, "events", "--since", "0", "--type", "started,shutdown-begun"));
        await().until(() -> out.toString().contains("started"));

        proxy.daemon().close();

        assertThat(code.get(30, TimeUnit.SECONDS)).isEqualTo(3);
        assertThat(out.toString().lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .matches("\\S+Z  [0-9]+  started  Evenkeel .* runs, as process [0-9]+\\."),
                        line -> assertThat(line).contains("  shutdown-begun  "));
        assertThat(err.toString()).contains("has ended the stream");
    }

    @Test
    void aTypeOfEventThatThereIsNotIsRefused() {
        assertThat(ctl(proxy(scene.origin("one")), "events", "--type", "drain-began"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("Did you mean \"drain-begun\"?");
    }

    @Test
    void showsTheAnswerItselfToPrograms() {
        assertThat(ctl(proxy(scene.origin("one")), "pools", "--json")).isZero();
        assertThat(out.toString()).startsWith("{\"pools\":[{\"name\":\"app\"");
    }

    @Test
    void aRefusalIsToldAndExitsWithOne() {
        assertThat(ctl(proxy(scene.origin("one")), "set", "app", "nobody", "weight=1"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("Pool app has no backend \"nobody\".");
    }

    @Test
    void aDaemonThatIsNotThereExitsWithThree() {
        assertThat(ctl("127.0.0.1:1", "status")).isEqualTo(3);
        assertThat(err.toString()).contains("127.0.0.1:1 cannot be asked");
    }

    @Test
    void aDaemonThatDoesNotAnswerEndsWithFourInTheTimeThatWasGiven() throws Exception {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(ctl("127.0.0.1:" + silent.getLocalPort(), "drain", "app", "one", "--timeout", "200ms"))
                    .isEqualTo(4);
        }
        assertThat(err.toString()).startsWith("Not done in time: ").contains("does not answer");
    }

    @Test
    void anAnswerIsCompleteThoughTheConnectionStaysOpen() throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var connection = CompletableFuture.supplyAsync(() -> answerAndStay(server));

            assertThat(ctl("127.0.0.1:" + server.getLocalPort(), "pools", "--json"))
                    .isZero();

            assertThat(out.toString()).isEqualTo("{\"pools\":[]}");
            connection.get(30, TimeUnit.SECONDS).close();
        }
    }

    private static Socket answerAndStay(ServerSocket server) {
        try {
            Socket connection = server.accept();
            connection
                    .getOutputStream()
                    .write("HTTP/1.1 200 OK\r\ncontent-length: 12\r\n\r\n{\"pools\":[]}".getBytes(US_ASCII));
            return connection;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "status --admin foo,                        '\"foo\" (expected: HOST:PORT or unix:PATH)'",
        "status --admin 127.0.0.1:99999,            '(expected: HOST:PORT or unix:PATH)'",
        "remove app one --deadline xx,              '\"xx\" (expected: a time such as 30s or 500ms)'",
        "set app one weight=2 weight=3,             'weight: given twice. Leave only one.'",
        "add app 127.0.0.1:1 address=127.0.0.1:2,   'address: given twice. Leave only one.'",
        "set-pool app keep-alive,                   '\"keep-alive\" (expected: KEY=VALUE)'",
    })
    void aMistakeOfTheCommandLineExitsWithTwo(String command, String sentence) {
        assertThat(type(command.split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains(sentence);
    }

    @Test
    void showsTheTokenOfAFile() throws Exception {
        Path token = folder.resolve("token");
        Files.writeString(token, "0123456789abcdef\n");
        Proxy proxy =
                scene.proxyTo("admin { bind = \"127.0.0.1:0\", token = \"file:" + token + "\" }", scene.origin("one"));

        assertThat(ctl(proxy, "status")).isEqualTo(1);
        assertThat(err.toString()).contains("asks for its token");
        assertThat(ctl(proxy, "status", "--token-file", token.toString())).isZero();
    }

    @Test
    void aTokenFileThatIsNotThereIsNamed() {
        assertThat(ctl("127.0.0.1:1", "status", "--token-file", "nofile")).isEqualTo(3);
        assertThat(err.toString())
                .isEqualTo("The token file nofile cannot be read: there is no such file." + System.lineSeparator());
    }

    @Test
    void warnsWhenNoBackendIsLeftThatTakesRequests() {
        Origin one = scene.origin("one");
        Proxy proxy = proxy(one);

        for (String[] command : new String[][] {
            {"drain", "app", one.endpoint()}, {"set", "app", one.endpoint(), "state=ready", "weight=0"}
        }) {
            assertThat(ctl(proxy, command)).isZero();
            assertThat(out.toString()).startsWith("Pool app has no backend left that takes requests.\n");
        }
    }

    @Test
    void saysThatTheLastReloadWasRefusedAndShowsItAsOneEvent() throws Exception {
        Path file = folder.resolve("evenkeel.conf");
        String text = "admin.bind = \"127.0.0.1:0\", pools.app.backends = [], "
                + "listeners.web { bind = \"127.0.0.1:0\", routes = [ { service = app } ] }\n";
        Files.writeString(file, text);
        try (Daemon daemon = Daemon.start(ConfigLoader.load(file).fileOrElseThrow(), file)) {
            String address = adminOf(daemon);
            Files.writeString(file, text + "pools.app.polcy = first\npools.app.retry.atempts = 1\n");
            assertThat(ctl(address, "reload")).isEqualTo(1);

            assertThat(ctl(address, "status")).isZero();
            assertThat(out.toString())
                    .containsPattern("The last reload was refused at \\S+Z:\n  .*polcy.*\n  .*atempts");
            var events = CompletableFuture.runAsync(
                    () -> ctl(address, "events", "--since", "0", "--type", "reload-refused,shutdown-begun"));
            await().until(() -> out.toString().contains("atempts"));
            daemon.shutdown();
            events.get(30, TimeUnit.SECONDS);
            assertThat(out.toString().lines())
                    .filteredOn(line -> !line.contains("shutdown-begun"))
                    .singleElement()
                    .asString()
                    .contains("polcy", "atempts");
        }
    }

    @Test
    void asksAUnixSocket() {
        Path socket = folder.resolve("admin.sock");
        scene.proxyTo("admin.bind = \"unix:" + socket + "\"", scene.origin("one"));
        assertThat(ctl("unix:" + socket, "status")).isZero();
        assertThat(out.toString()).contains("ready");
    }

    @Test
    void explainsARequest() {
        Origin one = scene.origin("one");
        Proxy proxy = scene.proxyTo("""
                admin.bind = "127.0.0.1:0"
                listeners.web.routes = [ { path = "/api/", method = PUT, service = app }, { host = www.example.com, service = app } ]
                """, one);

        assertThat(ctl(proxy, "explain", "http://www.example.com/api/x", "--header", "X-A: b"))
                .isZero();

        assertThat(out.toString())
                .containsPattern("1 +no +path /api/, method PUT +app +method is not PUT but GET")
                .containsPattern("2 +yes +host www.example.com +app")
                .contains("Pick: " + one.endpoint() + ".")
                .containsPattern(one.endpoint() + " +yes +ready +up +1 +0 +unlimited +regular");
        assertThat(one.requests()).isEmpty();
    }

    @Test
    void explainsWithFiveThatNobodyWouldServe() {
        Proxy proxy = scene.proxyTo(
                "admin.bind = \"127.0.0.1:0\", listeners.web.routes = [ { path = /a, service = app } ]",
                scene.origin("one"));

        assertThat(ctl(proxy, "explain", "/b")).isEqualTo(5);
        assertThat(out.toString()).contains("No route matches the request.");
        assertThat(ctl(proxy, "explain", "/b", "--json")).isEqualTo(5);
        assertThat(out.toString()).startsWith("{\"request\"");
    }

    @Test
    void showsFailuresAndOneOfThemInFull() {
        Proxy proxy = scene.proxy("admin.bind = \"127.0.0.1:0\", pools.app { policy = first, backends = ["
                + scene.refusingAddress() + "] }");
        proxy.get("/refused");
        await().until(() -> ctl(proxy, "failures") == 0 && out.toString().contains("/refused"));
        assertThat(out.toString()).containsPattern("connect_failed +502 +app +127.0.0.1:[0-9]+.* GET /refused\n");
        Matcher id = Pattern.compile("[0-9a-f]{32}").matcher(out.toString());
        assertThat(id.find()).isTrue();

        assertThat(ctl(proxy, "failures", id.group())).isZero();

        assertThat(out.toString())
                .containsPattern("reason +Connecting to .*refused")
                .containsPattern("1 +127.0.0.1:[0-9]+ +none ")
                .containsPattern("0.000 +first-byte\n");
        assertThat(ctl(proxy, "failures", "--outcome", "client_gone")).isZero();
        assertThat(out.toString()).isEqualTo("None.\n");
        assertThat(ctl(proxy, "failures", "nobody")).isEqualTo(1);
    }

    @Test
    void anOutcomeThatThereIsNotIsRefusedWithThoseThatThereAre() {
        assertThat(ctl(proxy(scene.origin("one")), "failures", "--outcome", "nope"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("outcome: \"nope\" (expected: one of ", "backend_closed");
    }

    @Test
    void aBackendThatIsThereIsNotAddedAgain() {
        Origin one = scene.origin("one");

        assertThat(ctl(proxy(one), "add", "app", one.endpoint())).isEqualTo(1);

        assertThat(err.toString()).contains("Change its settings: evenkeel ctl set, or a PATCH of it.");
    }

    @Test
    void sayWhatWasChangedLive() {
        Proxy proxy = proxy(scene.origin("one"));
        ctl(proxy, "set-pool", "app", "keep-alive=off", "queue.timeout=1s");

        assertThat(ctl(proxy, "overlay")).isZero();

        assertThat(out.toString())
                .containsPattern("pool app +changed +keep-alive.enabled +off")
                .containsPattern("pool app +changed +queue.timeout +1s")
                .contains("Lost at the next start");
    }

    @Test
    void dropsWhatWasChangedLive() {
        Origin one = scene.origin("one");
        Proxy proxy = proxy(one);
        ctl(proxy, "set-pool", "app", "keep-alive=off");
        ctl(proxy, "set", "app", one.endpoint(), "weight=3");
        ctl(proxy, "set-listener", "web", "keep-alive=off");

        assertThat(ctl(proxy, "drop", "app")).isZero();
        assertThat(out.toString()).isEqualTo("Dropped what was changed live of app.\n");
        assertThat(ctl(proxy, "drop", "app", one.endpoint())).isZero();
        assertThat(ctl(proxy, "drop-listener", "web")).isZero();

        ctl(proxy, "overlay", "--json");
        assertThat(out.toString()).contains("\"changes\":[]");
        assertThat(ctl(proxy, "drop", "app")).isEqualTo(1);
        assertThat(err.toString()).contains("Nothing was changed live of pools.app.");
    }

    @ParameterizedTest
    @CsvSource({
        "drop ap,            'There is no pool \"ap\". Did you mean \"app\"?'",
        "drop app nobody,    'Pool app has no backend \"nobody\".'",
        "drop-listener wed,  'There is no listener \"wed\". Did you mean \"web\"?'",
    })
    void nothingIsDroppedOfWhatIsNotThere(String command, String sentence) {
        assertThat(ctl(proxy(scene.origin("one")), command.split(" "))).isEqualTo(1);
        assertThat(err.toString()).contains(sentence);
    }
}
