package dev.evenkeel.bench.nodrop.load;

/**
 * A request that was not served.
 *
 * @param request which one
 * @param beganMillis when its first byte was sent, in milliseconds since the epoch
 * @param endedMillis when the client knew
 * @param ending how it ended
 * @param status of the response, or 0 if none came
 * @param begun whether a part of the origin's response had come
 * @param cutBehind for {@link Ending#BEHIND_A_CUT} the request whose connection ended; else -1
 * @param detail what exactly came
 */
public record Failure(
        Request request,
        long beganMillis,
        long endedMillis,
        Ending ending,
        int status,
        boolean begun,
        long cutBehind,
        String detail) {}
