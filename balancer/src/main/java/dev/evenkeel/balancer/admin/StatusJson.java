package dev.evenkeel.balancer.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.evenkeel.balancer.control.RefusedReload;
import dev.evenkeel.balancer.net.Listener;
import dev.evenkeel.balancer.telemetry.AccessLog;
import dev.evenkeel.balancer.telemetry.DaemonInfo;
import java.net.SocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** The daemon as JSON. */
final class StatusJson {
    private final AdminView view;
    private final Clock clock = Clock.systemUTC();

    StatusJson(AdminView view) {
        this.view = view;
    }

    ObjectNode status() {
        ObjectNode status = fixed();
        DaemonInfo info = view.info();
        status.put(
                "uptime-seconds",
                Duration.between(info.startedAt(), clock.instant()).toSeconds());
        String notReady = view.notReady();
        status.put("ready", notReady == null);
        if (notReady != null) {
            status.put("not-ready-reason", notReady);
        }
        status.set("listeners", listeners(true));
        List<Listener> leaving = view.leavingListeners();
        if (!leaving.isEmpty()) {
            ArrayNode removed = status.putArray("removed-listeners");
            leaving.forEach(listener ->
                    removed.addObject().put("name", listener.name()).put("connections", listener.openConnections()));
        }
        status.set("requests", requests());
        RefusedReload refused = view.live().refusedReload();
        if (refused != null) {
            ObjectNode node = status.putObject("refused-reload");
            node.put("at", refused.at().toString());
            node.put("problem", refused.problem());
        }
        AccessLog accessLog = view.telemetry().accessLog();
        if (accessLog != null) {
            status.set("access-log", accessLog(accessLog));
        }
        return status;
    }

    /** What does not change by itself. */
    ObjectNode settings() {
        ObjectNode settings = fixed();
        settings.set("listeners", listeners(false));
        return settings;
    }

    private ObjectNode fixed() {
        DaemonInfo info = view.info();
        ObjectNode fixed = JsonNodeFactory.instance.objectNode();
        fixed.put("version", info.version());
        fixed.put("java", Runtime.version().toString());
        fixed.put("pid", ProcessHandle.current().pid());
        fixed.put("transport", info.transport());
        fixed.put("event-loops", info.loops());
        fixed.put("started-at", info.startedAt().toString());
        return fixed;
    }

    private ArrayNode listeners(boolean live) {
        ArrayNode listeners = JsonNodeFactory.instance.arrayNode();
        for (Listener listener : view.listeners()) {
            ObjectNode node = listeners.addObject();
            node.put("name", listener.name());
            ArrayNode addresses = node.putArray("addresses");
            for (SocketAddress address : listener.addresses()) {
                addresses.add(AddressText.of(address));
            }
            if (live) {
                node.put("connections", listener.openConnections());
            }
        }
        return listeners;
    }

    private ObjectNode requests() {
        ObjectNode requests = JsonNodeFactory.instance.objectNode();
        ObjectNode outcomes = JsonNodeFactory.instance.objectNode();
        long total = 0;
        for (var entry : view.telemetry().metrics().requests().entrySet()) {
            outcomes.put(entry.getKey().label(), entry.getValue());
            total += entry.getValue();
        }
        requests.put("total", total);
        requests.set("outcomes", outcomes);
        return requests;
    }

    private static ObjectNode accessLog(AccessLog log) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("lines", log.lines());
        node.put("dropped", log.dropped());
        node.put("write-errors", log.writeErrors());
        node.put("queued-bytes", log.queuedBytes());
        return node;
    }
}
