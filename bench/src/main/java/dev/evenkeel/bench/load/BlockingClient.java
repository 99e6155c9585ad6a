package dev.evenkeel.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** A client in the caller's thread: sends a request on each of its connections, waits for all answers, and so on. */
public final class BlockingClient implements AutoCloseable {
    private static final int READ_BYTES = 16 * 1024;
    private static final int TIMEOUT_MILLIS = 10_000;

    private final List<Socket> sockets = new ArrayList<>();
    private final byte[] request;
    private final byte[] buffer = new byte[READ_BYTES];
    private final ByteBuf in = Unpooled.wrappedBuffer(buffer);
    private final ResponseReader reader = new ResponseReader();

    /**
     * Opens connections to a port of the loopback address.
     *
     * @throws IOException if one cannot be opened
     */
    public BlockingClient(int port, int connections, byte[] request) throws IOException {
        this.request = request.clone();
        for (int i = 0; i < connections; i++) {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            sockets.add(socket);
        }
    }

    /**
     * Sends that many requests, and waits for their answers.
     *
     * @throws IOException if an answer does not come, or not with status 200
     */
    public void send(int count) throws IOException {
        for (int left = count; left > 0; left -= sockets.size()) {
            List<Socket> batch = sockets.subList(0, Math.min(left, sockets.size()));
            for (Socket socket : batch) {
                socket.getOutputStream().write(request);
            }
            for (Socket socket : batch) {
                awaitAnswer(socket);
            }
        }
    }

    private void awaitAnswer(Socket socket) throws IOException {
        boolean complete = false;
        while (!complete) {
            int count = socket.getInputStream().read(buffer);
            if (count < 0) {
                throw new IOException("the connection ended before the answer");
            }
            complete = reader.read(in.setIndex(0, count));
        }
        if (reader.status() != 200) {
            throw new IOException("an answer with status " + reader.status());
        }
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
