package dev.evenkeel.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The generator's process: reads orders from standard input, one a line, and answers each with a line. {@code run …} is a
 * {@link LoadOrder}, answered with a {@link LoadReport}; {@code hold port=… connections=… request=…} opens connections
 * that stay, until {@code release}. What fails is answered with {@code failed} and why. Ends with its input.
 */
public final class Generator {
    /** A proxy that does not answer does not hold up the bench for longer. */
    private static final int LIMIT_SECONDS = 60;

    private static final Path TIMER_SLACK = Path.of("/proc/thread-self/timerslack_ns");

    private final Connector connector = new Connector();
    private @Nullable HeldConnections held;

    private Generator() {}

    /** Runs until the end of the input. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Generator generator = new Generator();
        generator.connector.loop().submit(Generator::wakeOnTime).await();
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (String line = orders.readLine(); line != null; line = orders.readLine()) {
            System.out.println(generator.answer(line));
        }
        System.exit(0);
    }

    /** Linux lets a sleeping thread sleep 50 µs longer than it asked for, unless told otherwise. */
    private static void wakeOnTime() {
        try {
            Files.writeString(TIMER_SLACK, "1");
        } catch (IOException e) {
            System.err.println("timers stay imprecise: " + e);
        }
    }

    private String answer(String line) throws InterruptedException {
        try {
            return carryOut(line);
        } catch (ExecutionException e) {
            return "failed " + e.getCause();
        } catch (TimeoutException e) {
            return "failed: it took more than " + LIMIT_SECONDS + " s longer than it should";
        } catch (IOException | IllegalArgumentException e) {
            return "failed " + e;
        }
    }

    private String carryOut(String line)
            throws IOException, ExecutionException, InterruptedException, TimeoutException {
        Pairs pairs = Pairs.parse(line);
        return switch (pairs.word()) {
            case LoadOrder.WORD -> run(LoadOrder.parse(line)).toLine();
            case "hold" -> hold(pairs);
            case "release" -> release();
            default -> throw new IllegalArgumentException("\"" + line + "\" (expected: run, hold or release)");
        };
    }

    private LoadReport run(LoadOrder order)
            throws IOException, ExecutionException, InterruptedException, TimeoutException {
        return new LoadRun(connector, order, bytesOf(order.requestFile()))
                .start()
                .get(LIMIT_SECONDS + (order.warmupMillis() + order.millis()) / 1000, TimeUnit.SECONDS);
    }

    private String hold(Pairs order) throws IOException, ExecutionException, InterruptedException, TimeoutException {
        HeldConnections connections = new HeldConnections(
                connector,
                Math.toIntExact(order.number("port")),
                Math.toIntExact(order.number("connections")),
                bytesOf(order.text("request")));
        held = connections;
        CompletableFuture<Integer> opened = connections.start();
        Integer count = opened.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        return new Pairs("held", Map.of("connections", count.toString())).format();
    }

    private String release() {
        if (held != null) {
            held.release();
            held = null;
        }
        return "released";
    }

    private static ByteBuf bytesOf(String file) throws IOException {
        byte[] bytes = Files.readAllBytes(Path.of(file));
        return Unpooled.unreleasableBuffer(
                Unpooled.directBuffer(bytes.length).writeBytes(bytes).asReadOnly());
    }
}
