package dev.evenkeel.balancer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a proxied request leaves for the garbage collector: the objects of one exchange, and nothing for each of its fields.
 * In a JVM of its own, since the search for leaked buffers allocates too; and in one whose compiler does not do away with
 * allocations, so that the figure is that of the code and the same in each run.
 */
class AllocationBudgetTest {
    /** Bytes of the event loop for each request, with keep-alive on both sides, access log and metrics. */
    private static final double BUDGET = 700;

    private static final int WARM_UP = 20_000;
    private static final int REQUESTS = 100_000;
    private static final int PIPELINED = 10;

    private static final byte[] REQUEST = ("GET /some/path?with=query HTTP/1.1\r\nHost: www.example.com\r\n"
                    + "User-Agent: Mozilla/5.0 (X11; Linux x86_64)\r\nAccept: text/html,*/*\r\nAccept-Language: en\r\n"
                    + "Accept-Encoding: gzip\r\nCookie: session=0123456789abcdef\r\n\r\n")
            .getBytes(ISO_8859_1);
    private static final byte[] RESPONSE = ("HTTP/1.1 200 OK\r\nServer: origin\r\nContent-Type: text/plain\r\n"
                    + "Content-Length: 1024\r\n\r\n" + "x".repeat(1024))
            .getBytes(ISO_8859_1);

    private static final Pattern ALLOCATED =
            Pattern.compile("^evenkeel_event_loop_allocated_bytes_total (\\S+)$", Pattern.MULTILINE);

    @TempDir
    private Path folder;

    @Test
    @Timeout(180)
    void aRequestStaysWithinItsBudget() throws Exception {
        try (var origin = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                var daemon = DaemonProcess.run(config(origin.getLocalPort()));
                var client = new Socket(InetAddress.getLoopbackAddress(), daemon.port())) {
            inBackground(() -> acceptOn(origin));
            var responses = new BufferedInputStream(client.getInputStream());
            int length = exchangeOne(client, responses);

            exchange(client, responses, length, WARM_UP);
            var before = allocated(daemon);
            exchange(client, responses, length, REQUESTS);
            var perRequest = (allocated(daemon) - before) / REQUESTS;

            assertThat(perRequest).as("bytes allocated for a request").isBetween(1.0, BUDGET);
        }
    }

    private Path config(int origin) throws IOException {
        return Files.writeString(folder.resolve("evenkeel.conf"), """
                listeners.web { bind = "127.0.0.1:0", routes = [ { service = app } ] }
                pools.app { backends = [ "127.0.0.1:%d" ] }
                runtime.threads = 1
                admin.bind = "127.0.0.1:0"
                access-log.file = "%s"
                """.formatted(origin, folder.resolve("access.log")));
    }

    /** Returns the length of the response. */
    private static int exchangeOne(Socket client, InputStream responses) throws IOException {
        client.getOutputStream().write(REQUEST);
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) responses.read());
        }
        responses.readNBytes(1024);
        return head.length() + 1024;
    }

    private static void exchange(Socket client, InputStream responses, int length, int count) throws IOException {
        var batch = new byte[PIPELINED * REQUEST.length];
        for (var i = 0; i < PIPELINED; i++) {
            System.arraycopy(REQUEST, 0, batch, i * REQUEST.length, REQUEST.length);
        }
        var last = new byte[length];
        for (var done = 0; done < count; done += PIPELINED) {
            client.getOutputStream().write(batch);
            for (var i = 0; i < PIPELINED; i++) {
                assertThat(responses.readNBytes(last, 0, length)).isEqualTo(length);
            }
        }
        assertThat(new String(last, ISO_8859_1))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .endsWith("xxx");
    }

    private static double allocated(DaemonProcess daemon) throws IOException {
        try (var admin = new Socket(InetAddress.getLoopbackAddress(), daemon.adminPort())) {
            admin.getOutputStream()
                    .write("GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                            .getBytes(ISO_8859_1));
            var page = new String(admin.getInputStream().readAllBytes(), ISO_8859_1);
            var found = ALLOCATED.matcher(page);
            assertThat(found.find()).as(page).isTrue();
            return Double.parseDouble(found.group(1));
        }
    }

    private static void acceptOn(ServerSocket origin) throws IOException {
        while (true) {
            var connection = origin.accept();
            inBackground(() -> answerOn(connection));
        }
    }

    /** No request has a body, so each empty line is the end of one. */
    private static void answerOn(Socket connection) throws IOException {
        try (connection) {
            var in = new BufferedInputStream(connection.getInputStream());
            var ending = 0;
            for (var next = in.read(); next >= 0; next = in.read()) {
                ending = next == "\r\n\r\n".charAt(ending) ? ending + 1 : next == '\r' ? 1 : 0;
                if (ending == 4) {
                    connection.getOutputStream().write(RESPONSE);
                    ending = 0;
                }
            }
        }
    }

    private interface Task {
        void run() throws IOException;
    }

    private static void inBackground(Task task) {
        var thread = new Thread(() -> {
            try {
                task.run();
            } catch (IOException e) {
                // the test is over
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
