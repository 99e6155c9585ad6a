package dev.evenkeel.balancer.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.evenkeel.balancer.config.ClientKeepAliveConfig;
import dev.evenkeel.balancer.config.ListenerConfig;
import dev.evenkeel.balancer.net.Listener;

/** Listeners as JSON: with {@code live}, what they are doing too, else only what can be set. */
final class ListenerJson {
    private final AdminView view;

    ListenerJson(AdminView view) {
        this.view = view;
    }

    ObjectNode one(Listener listener, boolean live) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("name", listener.name());
        ArrayNode addresses = node.putArray("addresses");
        listener.addresses().forEach(address -> addresses.add(AddressText.of(address)));
        ListenerConfig config = view.live().config().listeners().get(listener.name());
        if (config != null) {
            ClientKeepAliveConfig keepAlive = config.client().keepAlive();
            ObjectNode block = node.putObject("keep-alive");
            block.put("enabled", keepAlive.enabled());
            block.put("idle-timeout-ms", keepAlive.idleTimeout().toMillis());
        }
        if (live) {
            node.put("connections", listener.openConnections());
        }
        return node;
    }
}
