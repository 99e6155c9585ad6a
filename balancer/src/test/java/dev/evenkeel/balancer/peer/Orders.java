package dev.evenkeel.balancer.peer;

import static dev.evenkeel.balancer.testkit.SceneAssertions.assertThat;

import dev.evenkeel.balancer.peer.Crowd.Failure;
import dev.evenkeel.balancer.testkit.RawClient;
import dev.evenkeel.balancer.testkit.Response;
import dev.evenkeel.balancer.testkit.Scene;
import java.util.List;
import java.util.stream.Stream;

/** What clients do at the Django application: every third of their errands places an order, the others read. */
final class Orders {
    private Orders() {}

    /** Whether this errand places an order, which must not be done twice. */
    static boolean isOrder(int number) {
        return number % 3 == 0;
    }

    /**
     * Whether this is what no balancer can prevent when a server dies: an order that it had may not be sent to
     * another one, and a response that has begun cannot begin again.
     */
    static boolean mayFailWithItsServer(Failure failure) {
        return isOrder(failure.number()) || failure.isCutShort();
    }

    /** Places the order or reads a page, and checks the answer. */
    static Response placeOrRead(RawClient client, int number) {
        return isOrder(number) ? place(client, number) : read(client, number);
    }

    /** Places the order of this number. */
    static Response place(RawClient client, int number) {
        Response response =
                client.post("/orders", "number=" + number, "Content-Type: application/x-www-form-urlencoded");
        assertThat(response).hasStatus(201).hasBody(Integer.toString(number));
        return response;
    }

    /** Reads one of several pages: a short one, a stream, a download, the head of a page. */
    static Response read(RawClient client, int number) {
        Response response = switch (number % 8) {
            case 1 -> client.get("/stream?lines=3");
            case 2 -> client.get("/download?bytes=5000");
            case 4 -> client.request("HEAD", "/page");
            default -> client.get("/visits");
        };
        assertThat(response).hasStatus(200);
        return response;
    }

    /** The numbers of the orders that these took, asked of each directly. */
    static List<Integer> takenBy(Scene scene, Peer... peers) {
        return Stream.of(peers)
                .flatMap(peer ->
                        scene.client(peer.socketAddress()).get("/orders").body().lines())
                .map(Integer::valueOf)
                .toList();
    }
}
