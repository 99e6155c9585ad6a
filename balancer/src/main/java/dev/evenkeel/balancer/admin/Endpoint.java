package dev.evenkeel.balancer.admin;

import dev.evenkeel.balancer.message.Method;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A path of the API, or all paths of one form, and what can be done there. */
final class Endpoint {
    private final String path;
    private final List<String> segments;
    private final Map<Method, Action> actions = new EnumMap<>(Method.class);

    /** Makes one for a path in which segments in braces stand for something: <code>/v1/pools/{pool}</code>. */
    Endpoint(String path) {
        this.path = path;
        segments = List.of(path.substring(1).split("/", -1));
    }

    /** What is done with a call. */
    @FunctionalInterface
    interface Action {
        CompletionStage<? extends Answer> act(Call call) throws BadCallException;
    }

    /** What is answered at once. */
    @FunctionalInterface
    interface Show {
        Reply show(Call call) throws BadCallException;
    }

    /** Says what GET does here, and HEAD with it, and which parameters they take. */
    Endpoint get(Show show, String... parameters) {
        on(Method.GET, call -> CompletableFuture.completedStage(show.show(call)), parameters);
        return on(Method.HEAD, call -> CompletableFuture.completedStage(show.show(call)), parameters);
    }

    /** Says what a method does here, and which parameters it takes. */
    Endpoint on(Method method, Action action, String... parameters) {
        List<String> known = List.of(parameters);
        actions.put(method, call -> {
            Parameters.require(call, known);
            return action.act(call);
        });
        return this;
    }

    String path() {
        return path;
    }

    /** Whether it is one path, and not a form of paths. */
    boolean single() {
        return segments.stream().noneMatch(Endpoint::variable);
    }

    /** Returns what the path's segments stand for, or null if the path is another. */
    @Nullable
    Map<String, String> match(List<String> called) {
        if (called.size() != segments.size()) {
            return null;
        }
        var variables = new HashMap<String, String>();
        for (int i = 0; i < called.size(); i++) {
            String segment = segments.get(i);
            if (variable(segment)) {
                variables.put(segment.substring(1, segment.length() - 1), called.get(i));
            } else if (!segment.equals(called.get(i))) {
                return null;
            }
        }
        return variables;
    }

    private static boolean variable(String segment) {
        return segment.startsWith("{");
    }

    CompletionStage<? extends Answer> act(Call call) throws BadCallException {
        Action action = actions.get(call.method());
        if (action != null) {
            return action.act(call);
        }
        String allowed = Stream.of(Method.values())
                .filter(actions::containsKey)
                .map(Method::name)
                .collect(Collectors.joining(", "));
        return CompletableFuture.completedStage(
                Reply.problem(call, 405, path + " takes " + allowed + ".").with("Allow", allowed));
    }
}
