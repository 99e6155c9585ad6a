package dev.evenkeel.balancer.config;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decodes one service: a block with one block in it, whose name says what kind of service it is. */
final class ServiceDecoder {

    /** Statuses whose responses have no content (RFC 9110 §15). */
    private static final Set<Integer> WITHOUT_BODY = Set.of(204, 205, 304);

    /** Fields that frame a message or concern one connection (RFC 9110 §7.6.1), and the one that has its own key. */
    private static final Set<String> NOT_TO_BE_SET = Set.of(
            "connection",
            "content-length",
            "content-type",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private final Section section;

    ServiceDecoder(Section section) {
        this.section = section;
    }

    @Nullable
    ServiceConfig decode(String name) {
        var kinds = Keys.childrenOf("services.*").stream().filter(section::has).toList();
        if (kinds.size() != 1) {
            section.problem(
                    kinds.isEmpty() ? "says not what it does" : "does several things: " + String.join(", ", kinds),
                    "A service is one of redirect, fixed and demo.");
        }
        for (var kind : kinds) {
            var decoded = decode(name, kind, section.block(kind));
            if (decoded != null) {
                return decoded;
            }
        }
        return null;
    }

    private static @Nullable ServiceConfig decode(String name, String kind, Section block) {
        return switch (kind) {
            case "redirect" -> redirect(name, block);
            case "fixed" -> fixed(name, block);
            default -> demo(name, block);
        };
    }

    private static ServiceConfig.@Nullable Redirect redirect(String name, Section block) {
        int status = Integer.parseInt(block.get(Keys.REDIRECT_STATUS));
        var target = block.find(Keys.REDIRECT_TO);
        return target == null ? null : new ServiceConfig.Redirect(name, target, status);
    }

    private static ServiceConfig.Fixed fixed(String name, Section block) {
        int status = block.get(Keys.FIXED_STATUS);
        var body = block.get(Keys.FIXED_BODY);
        if (!body.isEmpty() && WITHOUT_BODY.contains(status)) {
            block.problem("body", "a response with status " + status + " has none", "Leave out the body.");
        }
        var headers = block.block("headers");
        var fields = headers.entries(Keys.FIXED_HEADER);
        for (var field : fields.keySet()) {
            if (!Texts.isFieldName(field)) {
                headers.problem(field, "is not the name of a field", "");
            } else if (NOT_TO_BE_SET.contains(field.toLowerCase(Locale.ROOT))) {
                headers.problem(field, "can't be set here", "Evenkeel sets it as the response needs it.");
            }
        }
        return new ServiceConfig.Fixed(name, status, body, block.get(Keys.FIXED_CONTENT_TYPE), Map.copyOf(fields));
    }

    private static ServiceConfig.Demo demo(String name, Section block) {
        var title = block.find(Keys.DEMO_NAME);
        return new ServiceConfig.Demo(
                name, title == null ? name : title, block.get(Keys.DEMO_DELAY), block.get(Keys.DEMO_OUTAGE));
    }
}
