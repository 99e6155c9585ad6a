package dev.evenkeel.balancer.cli.ctl;

import static dev.evenkeel.balancer.cli.ctl.Connection.segment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.evenkeel.balancer.admin.DurationText;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;

/** {@code evenkeel ctl}: each command is one call of the admin API. */
@Command(
        name = "ctl",
        description = "Shows and changes a running daemon, through its admin API.",
        synopsisSubcommandLabel = "COMMAND",
        scope = ScopeType.INHERIT,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Done.",
            "1:The daemon refused, and says why; nothing was changed.",
            "2:The command line was not understood.",
            "3:The daemon could not be asked, did not answer, or has ended while it was being followed.",
            "4:What was waited for ended otherwise: requests were cut, the backend was made ready again, or it took too long.",
            "5:No route or no backend would serve the request that was to be explained."
        })
public final class CtlCommand {

    @Mixin
    private final Connection connection = new Connection();

    @Command(description = "The daemon: version, listeners, requests.")
    int status() {
        return connection.show("GET", "/v1/status", "", CtlCommand::showStatus);
    }

    private static void showStatus(JsonNode status, PrintWriter out) {
        out.printf(
                "Evenkeel %s, process %s, up for %s s, %s%n",
                status.path("version").asText(),
                status.path("pid").asText(),
                status.path("uptime-seconds").asText(),
                status.path("ready").asBoolean()
                        ? "ready"
                        : "not ready: " + status.path("not-ready-reason").asText());
        var table = new Table("LISTENER", "ADDRESSES", "CONNECTIONS");
        for (JsonNode listener : status.path("listeners")) {
            table.row(
                    listener.path("name").asText(),
                    joined(listener.path("addresses")),
                    listener.path("connections").asText());
        }
        for (JsonNode listener : status.path("removed-listeners")) {
            table.row(
                    listener.path("name").asText(),
                    "removed",
                    listener.path("connections").asText());
        }
        table.print(out);
        JsonNode refused = status.path("refused-reload");
        if (!refused.isMissingNode()) {
            out.printf(
                    "The last reload was refused at %s:%n", refused.path("at").asText());
            refused.path("problem").asText().lines().forEach(problem -> out.println("  " + problem));
        }
        out.println("requests: " + counts(status.path("requests").path("outcomes")));
        out.flush();
    }

    private static String joined(JsonNode texts) {
        return StreamSupport.stream(texts.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.joining(", "));
    }

    private static String counts(JsonNode byName) {
        return byName.isEmpty()
                ? "none yet"
                : byName.properties().stream()
                        .map(count -> count.getValue().asText() + " " + count.getKey())
                        .collect(Collectors.joining(", "));
    }

    @Command(description = "All pools.")
    int pools() {
        return connection.show("GET", "/v1/pools", "", (pools, out) -> {
            var table = new Table("POOL", "POLICY", "BACKENDS", "IN FLIGHT", "WAITING");
            for (JsonNode pool : pools.path("pools")) {
                table.row(
                        pool.path("name").asText(),
                        pool.path("policy").asText(),
                        pool.path("backends").size(),
                        pool.path("in-flight").asText(),
                        pool.path("queue").path("waiting").asText());
            }
            table.print(out);
        });
    }

    @Command(description = "The backends of a pool.")
    int backends(@Parameters(paramLabel = "POOL") String pool) {
        return connection.show("GET", poolPath(pool), "", (one, out) -> {
            var table = new Table("BACKEND", "WEIGHT", "STATE", "HEALTH", "IN FLIGHT", "IDLE", "REQUESTS", "FAILURES");
            for (JsonNode backend : one.path("backends")) {
                table.row(
                        backend.path("id").asText(),
                        backend.path("weight").asText(),
                        backend.path("state").asText(),
                        backend.path("health").path("condition").asText(),
                        backend.path("in-flight").asText(),
                        backend.path("idle-connections").asText(),
                        backend.path("totals").path("requests").asText(),
                        backend.path("totals").path("failures").asText());
            }
            table.print(out);
        });
    }

    @Command(description = "Adds a backend to a pool.")
    int add(
            @Parameters(paramLabel = "POOL") String pool,
            @Parameters(paramLabel = "ADDRESS", description = "HOST:PORT or unix:PATH.") String address,
            @Parameters(
                            paramLabel = "KEY=VALUE",
                            arity = "0..*",
                            converter = Setting.Converter.class,
                            description = "Settings of a backend, as in the file: weight=2.")
                    @Nullable
                    List<Setting> settings,
            @Option(names = "--wait", description = "Return when it is up, by its checks if there are any.")
                    boolean wait,
            @Mixin Patience patience) {
        var given = new ArrayList<>(List.of(new Setting("address", address)));
        if (settings != null) {
            given.addAll(settings);
        }
        Map<String, String> all = connection.distinct(given);
        String path = poolPath(pool) + "/backends";
        Connection.View view = (backend, out) -> tell(
                out,
                "Added " + backend.path("id").asText() + " to " + pool + ". "
                        + backend.path("note").asText());
        boolean waits = patience.orWaits(wait);
        return connection.await(
                "POST",
                path,
                json(all),
                view,
                backend -> waits && !isHostName(backend)
                        ? backendPath(pool, backend.path("id").asText())
                        : null,
                Progress.ofBecomingUp(),
                patience);
    }

    @Command(description = "Changes settings of a backend: weight=2, state=ready.")
    int set(
            @Parameters(paramLabel = "POOL") String pool,
            @Parameters(paramLabel = "BACKEND") String backend,
            @Parameters(paramLabel = "KEY=VALUE", arity = "1..*", converter = Setting.Converter.class)
                    List<Setting> settings,
            @Option(
                            names = "--wait",
                            description =
                                    "Return when it is up, by its checks if there are any; if it is to be ready no"
                                            + " more, when nothing is under way there.")
                    boolean wait,
            @Mixin Patience patience) {
        String path = backendPath(pool, backend);
        Connection.View view = (changed, out) -> {
            warn(changed, out);
            tell(out, "Changed " + backend + " of " + pool + ".");
        };
        Map<String, String> all = connection.distinct(settings);
        boolean ready = all.getOrDefault("state", "ready").equals("ready");
        boolean waits = patience.orWaits(wait);
        return connection.await(
                "PATCH",
                path,
                json(all),
                view,
                changed -> waits && !(ready && isHostName(changed)) ? path : null,
                ready ? Progress.ofBecomingUp() : Progress.ofDraining(),
                patience);
    }

    /** Whether a backend is an entry that stands for all addresses of a host name: such is neither up nor down. */
    private static boolean isHostName(JsonNode backend) {
        return backend.has("backends");
    }

    @Command(
            name = "set-pool",
            description = "Changes settings of a pool, as in the file: keep-alive=off, policy=first, queue.timeout=1s.")
    int setPool(
            @Parameters(paramLabel = "POOL") String pool,
            @Parameters(paramLabel = "KEY=VALUE", arity = "1..*", converter = Setting.Converter.class)
                    List<Setting> settings) {
        return connection.show(
                "PATCH",
                poolPath(pool),
                json(connection.distinct(settings)),
                (changed, out) -> tell(out, "Changed " + pool + "."));
    }

    @Command(
            name = "set-listener",
            description = "Changes settings of a listener, as in the file: keep-alive=off, timeouts.head=5s.")
    int setListener(
            @Parameters(paramLabel = "LISTENER") String listener,
            @Parameters(paramLabel = "KEY=VALUE", arity = "1..*", converter = Setting.Converter.class)
                    List<Setting> settings) {
        return connection.show(
                "PATCH",
                "/v1/listeners/" + segment(listener),
                json(connection.distinct(settings)),
                (changed, out) -> tell(out, "Changed " + listener + "."));
    }

    @Command(description = "Lets a backend finish what it has, and gives it no more. It stays in the pool.")
    int drain(
            @Parameters(paramLabel = "POOL") String pool,
            @Parameters(paramLabel = "BACKEND") String backend,
            @Option(names = "--wait", description = "Return when nothing is under way there any more.") boolean wait,
            @Mixin Patience patience) {
        String path = backendPath(pool, backend);
        String body = "{\"state\": \"draining\"}";
        Connection.View view = (changed, out) -> {
            warn(changed, out);
            tell(out, "Draining " + backend + " of " + pool + ".");
        };
        boolean waits = patience.orWaits(wait);
        return connection.await(
                "PATCH", path, body, view, changed -> waits ? path : null, Progress.ofDraining(), patience);
    }

    @Command(description = "Drains a backend, then removes it from its pool.")
    int remove(
            @Parameters(paramLabel = "POOL") String pool,
            @Parameters(paramLabel = "BACKEND") String backend,
            @Option(
                            names = "--deadline",
                            paramLabel = "TIME",
                            converter = TimeConverter.class,
                            description = "Cut what is under way after this time, as in 30s. Default: never.")
                    @Nullable
                    Duration deadline,
            @Option(names = "--wait", description = "Return when it is gone.") boolean wait,
            @Mixin Patience patience) {
        String path = backendPath(pool, backend) + (deadline == null ? "" : "?deadline=" + DurationText.of(deadline));
        Connection.View view = (drain, out) -> {
            warn(drain, out);
            tell(
                    out,
                    backend + " of " + pool + " is removed; "
                            + drain.path("in-flight").asText()
                            + " requests are under way there, drain "
                            + drain.path("id").asText() + ".");
        };
        boolean waits = patience.orWaits(wait);
        return connection.await(
                "DELETE",
                path,
                "",
                view,
                drain -> waits ? "/v1/drains/" + drain.path("id").asText() : null,
                Progress.ofDrain(),
                patience);
    }

    @Command(description = "The drains that run, and the last that ended.")
    int drains() {
        return connection.show("GET", "/v1/drains", "", (all, out) -> {
            var table = new Table("DRAIN", "POOL", "BACKEND", "STATE", "IN FLIGHT", "CUT", "TOOK MS");
            for (JsonNode drain : all.path("drains")) {
                table.row(
                        drain.path("id").asText(),
                        drain.path("pool").asText(),
                        drain.path("backend").asText(),
                        drain.path("state").asText(),
                        drain.path("in-flight").asText(),
                        drain.path("cut").asText(),
                        drain.path("took-ms").asText());
            }
            table.print(out);
        });
    }

    @Command(description = "Shows what happens, as it happens, until the daemon stops: one line for each event.")
    int events(
            @Option(
                            names = "--since",
                            paramLabel = "ID",
                            description = "Show first what happened after this event; 0 for all that is known.")
                    @Nullable
                    Long since,
            @Option(names = "--pool", paramLabel = "POOL", description = "Only of this pool and its backends.")
                    @Nullable
                    String pool,
            @Option(
                            names = "--type",
                            paramLabel = "TYPE",
                            split = ",",
                            description = "Only of these types, as in drain-begun,drain-ended.")
                    @Nullable
                    List<String> types) {
        Query query = new Query()
                .and("since", since == null ? null : since.toString())
                .and("pool", pool)
                .and("type", types == null ? null : String.join(",", types));
        return connection.stream("/v1/events" + query, CtlCommand::showEvent);
    }

    private static void showEvent(JsonNode event, PrintWriter out) {
        tell(
                out,
                event.path("time").asText("-") + "  " + event.path("id").asText() + "  "
                        + event.path("type").asText() + "  "
                        + String.join(
                                "; ", event.path("sentence").asText().lines().toList()));
    }

    @Command(description = "What was changed live and differs from the file.")
    int overlay() {
        return connection.show("GET", "/v1/config/overlay", "", (overlay, out) -> {
            var table = new Table("WHERE", "WHAT", "KEY", "LIVE", "FILE");
            for (JsonNode change : overlay.path("changes")) {
                String where = change.has("listener")
                        ? "listener " + change.path("listener").asText()
                        : "pool " + change.path("pool").asText()
                                + (change.has("backend")
                                        ? " " + change.path("backend").asText()
                                        : "");
                for (var value : change.path("values").properties()) {
                    table.row(
                            where,
                            change.path("presence").asText()
                                    + (change.path("in-effect").asBoolean(true) ? "" : ", not in effect"),
                            value.getKey(),
                            value.getValue().path("live").asText("-"),
                            value.getValue().path("file").asText("-"));
                }
            }
            table.print(out);
            if (!overlay.path("kept").asBoolean()) {
                tell(out, "Lost at the next start: admin.state-file is not set.");
            }
        });
    }

    @Command(description = "Drops what was changed live of a pool, or of a backend of it: the file's word holds again.")
    int drop(
            @Parameters(paramLabel = "POOL") String pool,
            @Parameters(paramLabel = "BACKEND", arity = "0..1") @Nullable String backend) {
        return backend == null
                ? dropAt("/pools/" + segment(pool), pool)
                : dropAt("/pools/" + segment(pool) + "/backends/" + segment(backend), backend + " of " + pool);
    }

    @Command(name = "drop-listener", description = "Drops what was changed live of a listener.")
    int dropListener(@Parameters(paramLabel = "LISTENER") String listener) {
        return dropAt("/listeners/" + segment(listener), listener);
    }

    private int dropAt(String path, String what) {
        return connection.show(
                "DELETE",
                "/v1/config/overlay" + path,
                "",
                (left, out) -> tell(out, "Dropped what was changed live of " + what + "."));
    }

    @Command(description = "Says which route, service and backend a request would get, and why; sends nothing.")
    int explain(
            @Parameters(paramLabel = "URL", description = "http://HOST/PATH, or a path.") String url,
            @Option(names = "--method", paramLabel = "METHOD", description = "Default: GET.") @Nullable String method,
            @Option(names = "--header", paramLabel = "FIELD", description = "\"Name: value\"; may be repeated.")
                    @Nullable
                    List<String> headers,
            @Option(
                            names = "--listener",
                            paramLabel = "LISTENER",
                            description = "Where it comes to. Default: the one at the port of the URL, else the first.")
                    @Nullable
                    String listener,
            @Option(
                            names = "--client",
                            paramLabel = "IP",
                            description = "Whom it comes from: an IP address or unix:. Default: 127.0.0.1.")
                    @Nullable
                    String client,
            @Option(names = "--limit", paramLabel = "COUNT", description = "At most so many routes and backends.")
                    @Nullable
                    Integer limit) {
        Query query = new Query().and("url", url).and("method", method);
        if (headers != null) {
            headers.forEach(header -> query.and("header", header));
        }
        query.and("listener", listener).and("client", client).and("limit", limit == null ? null : limit.toString());
        return connection.judge("GET", "/v1/explain" + query, "", ExplainView::show, ExplainView::exitCode);
    }

    @Command(
            description = "The requests that failed lately, or one of them with its attempts and its timeline.",
            footer = {
                "",
                "A request that was completed at a second attempt only is shown as recovered; its outcome is completed."
            })
    int failures(
            @Parameters(paramLabel = "REQUEST-ID", arity = "0..1", description = "Show this one in full.") @Nullable
                    String request,
            @Option(names = "--outcome", paramLabel = "NAME", description = "Only these, as in backend_closed.")
                    @Nullable
                    String outcome,
            @Option(names = "--pool", paramLabel = "POOL", description = "Only requests to this pool or service.")
                    @Nullable
                    String pool,
            @Option(names = "--backend", paramLabel = "BACKEND", description = "Only requests that tried this backend.")
                    @Nullable
                    String backend,
            @Option(
                            names = "--limit",
                            paramLabel = "COUNT",
                            description = "At most so many, the newest of each outcome. Default: ${DEFAULT-VALUE}.",
                            defaultValue = "40")
                    int limit) {
        if (request != null) {
            return connection.show("GET", "/v1/failures/" + segment(request), "", FailuresView::one);
        }
        String query = new Query()
                .and("outcome", outcome)
                .and("pool", pool)
                .and("backend", backend)
                .and("limit", String.valueOf(limit))
                .toString();
        return connection.show("GET", "/v1/failures" + query, "", FailuresView::many);
    }

    @Command(description = "Says what a reload would change.")
    int plan() {
        return connection.show("POST", "/v1/config/plan", "", (plan, out) -> lines(plan.path("plan"), "Nothing.", out));
    }

    @Command(description = "Reads the daemon's configuration again and applies what changed.")
    int reload() {
        return connection.show(
                "POST", "/v1/config/reload", "", (notes, out) -> lines(notes.path("notes"), "Reloaded.", out));
    }

    private static void lines(JsonNode sentences, String none, PrintWriter out) {
        sentences.forEach(sentence -> out.println(sentence.asText()));
        if (sentences.isEmpty()) {
            out.println(none);
        }
        out.flush();
    }

    private static void warn(JsonNode answer, PrintWriter out) {
        if (answer.has("warning")) {
            tell(out, answer.path("warning").asText());
        }
    }

    private static void tell(PrintWriter out, String sentence) {
        out.println(sentence.strip());
        out.flush();
    }

    private static String poolPath(String pool) {
        return "/v1/pools/" + segment(pool);
    }

    private static String backendPath(String pool, String backend) {
        return poolPath(pool) + "/backends/" + segment(backend);
    }

    private static String json(Map<String, String> settings) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        settings.forEach(node::put);
        return node.toString();
    }
}
