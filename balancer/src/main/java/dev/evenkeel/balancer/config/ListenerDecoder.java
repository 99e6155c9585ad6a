package dev.evenkeel.balancer.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decodes one listener. */
final class ListenerDecoder {

    private static final String FALLBACK_PAGE = "default";

    private final Section section;
    private final Collection<String> targets;

    /**
     * @param section the block of the listener
     * @param targets the names that a route may go to
     */
    ListenerDecoder(Section section, Collection<String> targets) {
        this.section = section;
        this.targets = targets;
    }

    ListenerConfig decode(String name) {
        return new ListenerConfig(
                name,
                bind(),
                new ClientConfig(
                        keepAlive(section.block("keep-alive", Keys.CLIENT_KEEP_ALIVE)),
                        limits(section.block("limits")),
                        timeouts(section.block("timeouts"))),
                routes(),
                forwarded(section.block("forwarded")),
                errorPages(section.block("error-pages")));
    }

    private List<Address> bind() {
        var addresses = new ArrayList<Address>();
        for (var address : section.list(Keys.BIND)) {
            addresses.add(Locations.resolve(section, "bind", address));
        }
        return List.copyOf(addresses);
    }

    private static ClientKeepAliveConfig keepAlive(Section section) {
        return new ClientKeepAliveConfig(
                section.get(Keys.CLIENT_KEEP_ALIVE),
                section.get(Keys.CLIENT_KEEP_ALIVE_IDLE),
                section.get(Keys.CLIENT_KEEP_ALIVE_REQUESTS));
    }

    private static LimitsConfig limits(Section section) {
        var head = new HeadLimits(
                section.get(Keys.LIMIT_REQUEST_LINE),
                section.get(Keys.LIMIT_FIELD),
                section.get(Keys.LIMIT_FIELDS),
                section.get(Keys.LIMIT_FIELD_COUNT));
        if (head.field() > head.fields()) {
            section.problem(
                    "field",
                    head.field() + " bytes, more than fields, " + head.fields() + " bytes",
                    "Set fields higher.");
        }
        return new LimitsConfig(
                head,
                section.get(Keys.LIMIT_BODY),
                section.get(Keys.LIMIT_READ_AHEAD),
                section.get(Keys.LIMIT_CONNECTIONS));
    }

    private static ClientTimeoutsConfig timeouts(Section section) {
        return new ClientTimeoutsConfig(
                section.get(Keys.TIMEOUT_HEAD),
                section.get(Keys.TIMEOUT_BODY_IDLE),
                section.get(Keys.TIMEOUT_SEND_IDLE),
                section.get(Keys.TIMEOUT_REQUEST));
    }

    private List<RouteConfig> routes() {
        var routes = new ArrayList<RouteConfig>();
        var sections = section.blocks("routes", null);
        if (sections.isEmpty() && section.has("routes")) {
            section.problem("routes", "[] (expected: at least one route)", "");
        }
        for (var route : sections) {
            var decoded = route(route);
            if (decoded != null) {
                routes.add(decoded);
            }
        }
        return List.copyOf(routes);
    }

    private @Nullable RouteConfig route(Section route) {
        var service = route.find(Keys.ROUTE_SERVICE);
        var headers = route.block("header").entries(Keys.ROUTE_HEADER);
        headers.keySet().stream()
                .filter(name -> !Texts.isFieldName(name))
                .forEach(name -> route.block("header").problem(name, "is not the name of a field", ""));
        var config = new RouteConfig(
                route.list(Keys.ROUTE_HOST),
                route.list(Keys.ROUTE_PATH),
                route.list(Keys.ROUTE_METHOD),
                Map.copyOf(headers),
                service == null ? "" : service);
        if (service != null && !targets.contains(service)) {
            route.problem(
                    "service",
                    "there is no service and no pool \"" + service + "\"",
                    NearestName.remedy(service, targets));
        }
        return service == null ? null : config;
    }

    private static ForwardedConfig forwarded(Section section) {
        return new ForwardedConfig(
                section.get(Keys.X_FORWARDED),
                section.get(Keys.FORWARDED),
                section.get(Keys.VIA),
                section.get(Keys.REQUEST_ID),
                section.list(Keys.TRUSTED));
    }

    private static ErrorPagesConfig errorPages(Section section) {
        var pages = new HashMap<Integer, Path>();
        Path fallback = null;
        for (var entry : section.entries(Keys.ERROR_PAGE).entrySet()) {
            var page = Locations.resolve(section, entry.getKey(), entry.getValue());
            requireReadable(section, entry.getKey(), page);
            if (entry.getKey().equals(FALLBACK_PAGE)) {
                fallback = page;
            } else if (entry.getKey().matches("[45][0-9]{2}")) {
                pages.put(Integer.valueOf(entry.getKey()), page);
            } else {
                section.problem(entry.getKey(), "unknown key (expected: a status from 400 to 599, or default)", "");
            }
        }
        return new ErrorPagesConfig(Map.copyOf(pages), fallback);
    }

    private static void requireReadable(Section section, String key, Path page) {
        try {
            if (!Files.isRegularFile(page)) {
                section.problem(key, "there is no file \"" + page + "\"", "Paths begin in the folder of this file.");
            } else if (!Files.isReadable(page)) {
                section.problem(key, "\"" + page + "\" may not be read by this user", "");
            } else if (Files.size(page) > ErrorPagesConfig.MAX_BYTES) {
                section.problem(key, "\"" + page + "\" is longer than " + ErrorPagesConfig.MAX_BYTES + " bytes", "");
            }
        } catch (IOException e) {
            section.problem(key, "\"" + page + "\" can't be read: " + e.getMessage(), "");
        }
    }
}
