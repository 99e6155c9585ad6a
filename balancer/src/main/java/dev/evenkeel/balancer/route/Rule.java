package dev.evenkeel.balancer.route;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.evenkeel.balancer.config.HostPattern;
import dev.evenkeel.balancer.config.PathPattern;
import dev.evenkeel.balancer.config.RouteConfig;
import dev.evenkeel.balancer.message.RequestHead;
import dev.evenkeel.balancer.service.Service;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One route, ready to be compared with the bytes of a head; the host is left to the {@link Router}. */
final class Rule {
    private final List<HostPattern> hosts;
    private final Path[] paths;
    private final byte[][] methods;
    private final FieldCondition[] fields;
    private final RouteConfig route;
    private final Service service;

    Rule(RouteConfig route, Service service) {
        this.route = route;
        this.hosts = route.hosts();
        this.paths = route.paths().stream().map(Path::new).toArray(Path[]::new);
        this.methods = route.methods().stream()
                .map(method -> method.getBytes(ISO_8859_1))
                .toArray(byte[][]::new);
        this.fields = route.headers().entrySet().stream()
                .map(field -> new FieldCondition(field.getKey(), field.getValue()))
                .toArray(FieldCondition[]::new);
        this.service = service;
    }

    List<HostPattern> hosts() {
        return hosts;
    }

    RouteConfig route() {
        return route;
    }

    Service service() {
        return service;
    }

    /** Whether it fits every request to its hosts. */
    boolean unconditional() {
        return paths.length == 0 && methods.length == 0 && fields.length == 0;
    }

    boolean fits(RequestHead head) {
        return fitsPath(head) && fitsMethod(head) && fitsFields(head);
    }

    /** The first condition that a request to its hosts does not fit, or null if it fits. */
    @Nullable
    Misfit misfit(RequestHead head) {
        if (!fitsPath(head)) {
            return new Misfit("path", anyOf(route.paths()), head.path());
        }
        if (!fitsMethod(head)) {
            return new Misfit("method", anyOf(route.methods()), head.methodName());
        }
        for (FieldCondition field : fields) {
            if (!field.fits(head)) {
                return new Misfit("header", field.toString(), field.found(head));
            }
        }
        return null;
    }

    /** What a request to another host lacks. */
    Misfit misfitOfHost(RequestHead head) {
        String host = head.host();
        return new Misfit("host", anyOf(hosts), host == null ? "no host" : host);
    }

    private static String anyOf(List<?> conditions) {
        return conditions.stream().map(Object::toString).collect(Collectors.joining(" or "));
    }

    private boolean fitsPath(RequestHead head) {
        for (Path path : paths) {
            if (path.fits(head)) {
                return true;
            }
        }
        return paths.length == 0;
    }

    private boolean fitsMethod(RequestHead head) {
        for (byte[] method : methods) {
            if (Arrays.equals(method, 0, method.length, head.bytes(), head.methodStart(), head.methodEnd())) {
                return true;
            }
        }
        return methods.length == 0;
    }

    private boolean fitsFields(RequestHead head) {
        for (FieldCondition field : fields) {
            if (!field.fits(head)) {
                return false;
            }
        }
        return true;
    }

    private static final class Path {
        private final String text;
        private final byte[] bytes;
        private final boolean prefix;

        Path(PathPattern pattern) {
            text = pattern.value();
            bytes = text.getBytes(ISO_8859_1);
            prefix = pattern.prefix();
        }

        boolean fits(RequestHead head) {
            int start = head.targetStart();
            int end = head.pathEnd();
            if (start == end) {
                return text.equals(head.impliedPath());
            }
            int compared = prefix ? Math.min(end, start + bytes.length) : end;
            return Arrays.equals(bytes, 0, bytes.length, head.bytes(), start, compared);
        }
    }
}
