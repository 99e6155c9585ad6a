package dev.evenkeel.balancer.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.evenkeel.balancer.config.Address;
import dev.evenkeel.balancer.config.BackendConfig;
import dev.evenkeel.balancer.config.LiveChange;
import dev.evenkeel.balancer.config.PoolConfig;
import dev.evenkeel.balancer.config.ResolvedId;
import dev.evenkeel.balancer.config.Resource;
import dev.evenkeel.balancer.control.Drain;
import dev.evenkeel.balancer.control.Guard;
import dev.evenkeel.balancer.control.LiveConfig;
import dev.evenkeel.balancer.control.ReloadTrigger;
import dev.evenkeel.balancer.message.Method;
import dev.evenkeel.balancer.net.Listener;
import dev.evenkeel.balancer.pool.Backend;
import dev.evenkeel.balancer.pool.BackendState;
import dev.evenkeel.balancer.pool.Pool;
import dev.evenkeel.balancer.state.OverlayJson;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The part of the API that changes the daemon, and the resources that it changes. */
final class Changes {
    private static final String NOT_KEPT =
            "This change is lost at the next start: set admin.state-file to a path, and it is kept.";

    private final AdminView view;
    private final PoolJson poolJson;
    private final ListenerJson listenerJson;

    Changes(AdminView view, PoolJson poolJson) {
        this.view = view;
        this.poolJson = poolJson;
        listenerJson = new ListenerJson(view);
    }

    List<Endpoint> endpoints() {
        return List.of(
                new Endpoint("/v1/pools/{pool}").get(this::pool).on(Method.PATCH, this::setPool),
                new Endpoint("/v1/pools/{pool}/backends").on(Method.POST, this::add),
                new Endpoint("/v1/pools/{pool}/backends/{backend}")
                        .get(this::backend)
                        .on(Method.PATCH, this::setBackend)
                        .on(Method.DELETE, this::remove, "deadline", "wait"),
                new Endpoint("/v1/listeners/{listener}").get(this::listener).on(Method.PATCH, this::setListener),
                new Endpoint("/v1/drains").get(this::drains),
                new Endpoint("/v1/drains/{drain}").get(this::drain),
                new Endpoint("/v1/config/overlay").get(this::overlay),
                new Endpoint("/v1/config/overlay/listeners/{listener}").on(Method.DELETE, this::dropListener),
                new Endpoint("/v1/config/overlay/pools/{pool}").on(Method.DELETE, this::dropPool),
                new Endpoint("/v1/config/overlay/pools/{pool}/backends/{backend}").on(Method.DELETE, this::dropBackend),
                new Endpoint("/v1/config/check").on(Method.POST, this::check),
                new Endpoint("/v1/config/plan")
                        .on(Method.POST, call -> live().plan().thenApply(plan -> sentences(call, "plan", plan))),
                new Endpoint("/v1/config/reload")
                        .on(
                                Method.POST,
                                call -> live().reload(ReloadTrigger.API)
                                        .thenApply(notes -> sentences(call, "notes", notes))));
    }

    private LiveConfig live() {
        return view.live();
    }

    // Pools

    private @Nullable Pool findPool(String name) {
        return view.pools().stream()
                .filter(pool -> pool.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    private Reply pool(Call call) {
        String name = call.variable("pool");
        Pool pool = findPool(name);
        return pool == null ? noPool(call, name) : pool(call, pool);
    }

    private Reply pool(Call call, Pool pool) {
        return Reply.resource(call, poolJson.one(pool, true), poolJson.one(pool, false));
    }

    private Reply noPool(Call call, String name) {
        List<String> names = view.pools().stream().map(Pool::name).toList();
        return Api.notFound(call, "There is no pool \"" + name + "\".", name, names);
    }

    private CompletionStage<Reply> setPool(Call call) throws BadCallException {
        String name = call.variable("pool");
        Map<String, @Nullable String> values = SettingsBody.read(call, Resource.Kind.POOL);
        if (findPool(name) == null) {
            return CompletableFuture.completedStage(noPool(call, name));
        }
        return live().set(Resource.pool(name), values, guard(call, () -> pool(call)))
                .thenApply(done -> told(pool(call)));
    }

    // Backends

    private Reply backend(Call call) {
        return backend(call, 200, call.variable("pool"), call.variable("backend"));
    }

    private Reply backend(Call call, int status, String poolName, String id) {
        return backend(call, status, poolName, id, null);
    }

    private Reply backend(Call call, int status, String poolName, String id, @Nullable String warning) {
        Pool pool = findPool(poolName);
        if (pool == null) {
            return noPool(call, poolName);
        }
        Backend backend = findBackend(pool, id);
        if (backend != null) {
            ObjectNode live = poolJson.backend(pool, backend, true);
            return Reply.resource(call, status, warned(live, warning), poolJson.backend(pool, backend, false));
        }
        BackendConfig entry = findEntry(poolName, id);
        if (entry != null) {
            ObjectNode live = poolJson.entry(pool, entry, true);
            return Reply.resource(call, status, warned(live, warning), poolJson.entry(pool, entry, false));
        }
        List<String> ids = pool.snapshot().backends().stream().map(Backend::id).toList();
        return Api.notFound(call, "Pool " + poolName + " has no backend \"" + id + "\".", id, ids);
    }

    /** The one of this id, else the only one at this address: those of host names have longer ids. */
    private static @Nullable Backend findBackend(Pool pool, String idOrAddress) {
        Backend named = pool.find(idOrAddress);
        if (named != null) {
            return named;
        }
        List<Backend> there = pool.snapshot().backends().stream()
                .filter(backend -> AddressText.of(backend.address()).equals(idOrAddress))
                .toList();
        return there.size() == 1 ? there.get(0) : null;
    }

    /** The entry with a host name that has this id, or null. */
    private @Nullable BackendConfig findEntry(String poolName, String id) {
        PoolConfig pool = live().config().pools().get(poolName);
        return pool == null
                ? null
                : pool.members().backends().stream()
                        .filter(one -> one.name().equals(id) && one.address() instanceof Address.Host)
                        .findFirst()
                        .orElse(null);
    }

    private String idOf(String poolName, String idOrAddress) {
        Pool pool = findPool(poolName);
        Backend backend = pool == null ? null : findBackend(pool, idOrAddress);
        return backend == null ? idOrAddress : backend.id();
    }

    private CompletionStage<Reply> add(Call call) throws BadCallException {
        String pool = call.variable("pool");
        Map<String, String> values = withoutNulls(SettingsBody.read(call, Resource.Kind.BACKEND));
        if (findPool(pool) == null) {
            return CompletableFuture.completedStage(noPool(call, pool));
        }
        return live().add(pool, values, guard(call, () -> pool(call))).thenApply(id -> {
            String path = "/v1/pools/" + pool + "/backends/" + URLEncoder.encode(id, StandardCharsets.UTF_8);
            return told(backend(call, 201, pool, id).with("Location", path));
        });
    }

    private static Map<String, String> withoutNulls(Map<String, @Nullable String> values) throws BadCallException {
        var given = new LinkedHashMap<String, String>();
        for (var value : values.entrySet()) {
            String text = value.getValue();
            if (text == null) {
                throw new BadCallException(422, value.getKey() + ": null (expected: a value). Leave it out.");
            }
            given.put(value.getKey(), text);
        }
        return given;
    }

    private CompletionStage<Reply> setBackend(Call call) throws BadCallException {
        String pool = call.variable("pool");
        String id = call.variable("backend");
        Map<String, @Nullable String> values = SettingsBody.read(call, Resource.Kind.BACKEND);
        Reply now = backend(call);
        if (now.status() != 200) {
            return CompletableFuture.completedStage(now);
        }
        return live().set(Resource.backend(pool, idOf(pool, id)), values, guard(call, () -> backend(call)))
                .thenApply(done -> told(backend(call, 200, pool, id, warning(pool))));
    }

    private CompletionStage<Reply> remove(Call call) throws BadCallException {
        String pool = call.variable("pool");
        String id = call.variable("backend");
        Duration deadline = deadline(call);
        boolean wait = wait(call);
        Reply now = backend(call);
        if (now.status() != 200) {
            return CompletableFuture.completedStage(now);
        }
        return live().remove(pool, idOf(pool, id), deadline, guard(call, () -> backend(call)))
                .thenCompose(drain -> wait ? drain.ended() : CompletableFuture.completedStage(drain))
                .thenApply(drain -> removed(call, pool, drain, wait ? 200 : 202));
    }

    private Reply removed(Call call, String poolName, Drain drain, int status) {
        ObjectNode node = warned(DrainJson.of(drain), warning(poolName));
        return told(Reply.json(call, status, node).with("Location", "/v1/drains/" + drain.id()));
    }

    /** What is told of a pool without a backend that takes requests; null if there is one. */
    private @Nullable String warning(String poolName) {
        Pool pool = findPool(poolName);
        boolean none = pool != null
                && pool.snapshot().backends().stream()
                        .noneMatch(backend -> backend.state() == BackendState.READY && backend.weight() > 0);
        return none ? "Pool " + poolName + " has no backend left that takes requests." : null;
    }

    private static ObjectNode warned(ObjectNode node, @Nullable String warning) {
        return warning == null ? node : node.put("warning", warning);
    }

    private static boolean wait(Call call) throws BadCallException {
        String text = Parameters.text(call, "wait");
        if (text == null || text.equals("false")) {
            return false;
        }
        if (!text.equals("true")) {
            throw new BadCallException(400, "wait: \"" + text + "\" (expected: true or false).");
        }
        return true;
    }

    private static @Nullable Duration deadline(Call call) throws BadCallException {
        String text = Parameters.text(call, "deadline");
        Duration deadline = text == null ? null : DurationText.parse(text);
        if (text != null && deadline == null) {
            throw new BadCallException(400, "deadline: \"" + text + "\" (expected: a time such as 30s or 500ms).");
        }
        return deadline;
    }

    // Listeners

    private Reply listener(Call call) {
        String name = call.variable("listener");
        for (Listener listener : view.listeners()) {
            if (listener.name().equals(name)) {
                return Reply.resource(call, listenerJson.one(listener, true), listenerJson.one(listener, false));
            }
        }
        List<String> names = view.listeners().stream().map(Listener::name).toList();
        return Api.notFound(call, "There is no listener \"" + name + "\".", name, names);
    }

    private CompletionStage<Reply> setListener(Call call) throws BadCallException {
        Map<String, @Nullable String> values = SettingsBody.read(call, Resource.Kind.LISTENER);
        Reply now = listener(call);
        if (now.status() != 200) {
            return CompletableFuture.completedStage(now);
        }
        return live().set(Resource.listener(call.variable("listener")), values, guard(call, () -> listener(call)))
                .thenApply(done -> told(listener(call)));
    }

    // Drains

    private Reply drains(Call call) {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        ArrayNode drains = all.putArray("drains");
        live().drains().all().forEach(drain -> drains.add(DrainJson.of(drain)));
        return Reply.json(call, 200, all);
    }

    private Reply drain(Call call) {
        String id = call.variable("drain");
        Drain drain = live().drains().find(id);
        return drain == null
                ? Reply.problem(call, 404, "There is no drain \"" + id + "\", or it ended long ago.")
                : Reply.json(call, 200, DrainJson.of(drain));
    }

    // The file and what lies over it

    private Reply overlay(Call call) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("kept", live().persistent());
        ArrayNode changes = node.putArray("changes");
        for (LiveChange change : live().overlay().changes()) {
            ObjectNode json = OverlayJson.json(change);
            Resource resource = change.resource();
            if (ResolvedId.entryOf(resource.backend()) != null) {
                json.put("in-effect", isThere(resource));
            }
            changes.add(json);
        }
        return Reply.json(call, 200, node);
    }

    private boolean isThere(Resource backend) {
        Pool pool = findPool(backend.owner());
        return pool != null && pool.find(backend.backend()) != null;
    }

    private CompletionStage<Reply> dropListener(Call call) {
        return drop(call, Resource.listener(call.variable("listener")), this::listener);
    }

    private CompletionStage<Reply> dropPool(Call call) {
        return drop(call, Resource.pool(call.variable("pool")), this::pool);
    }

    private CompletionStage<Reply> dropBackend(Call call) {
        Resource named = Resource.backend(call.variable("pool"), call.variable("backend"));
        return drop(call, live().overlay().of(named) == null ? changedAt(named) : named, this::backend);
    }

    /** The address of a host name that was changed live and is named by its address alone, whether it is there or not. */
    private Resource changedAt(Resource named) {
        String pool = named.owner();
        PoolConfig config = live().config().pools().get(pool);
        List<String> ids = config == null ? List.of() : config.members().changedAt(named.backend());
        return ids.size() == 1 ? Resource.backend(pool, ids.get(0)) : named;
    }

    /**
     * Drops a change.
     *
     * @param shown says what there is, if nothing was changed
     */
    private CompletionStage<Reply> drop(Call call, Resource resource, Function<Call, Reply> shown) {
        if (live().overlay().of(resource) == null) {
            Reply now = shown.apply(call);
            if (now.status() != 200) {
                return CompletableFuture.completedStage(now);
            }
        }
        return live().drop(resource).thenApply(done -> overlay(call));
    }

    private CompletionStage<Reply> check(Call call) {
        return live().check().thenApply(problems -> {
            ObjectNode node = JsonNodeFactory.instance.objectNode();
            node.put("ok", problems.isEmpty());
            ArrayNode list = node.putArray("problems");
            problems.forEach(problem -> list.add(problem.toString()));
            return Reply.json(call, 200, node);
        });
    }

    private static Reply sentences(Call call, String name, List<String> sentences) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        ArrayNode list = node.putArray(name);
        sentences.forEach(list::add);
        return Reply.json(call, 200, node);
    }

    // What all changes have in common

    private Reply told(Reply reply) {
        return live().persistent() ? reply : reply.with("Warning", "199 evenkeel \"" + NOT_KEPT + "\"");
    }

    /** Refuses a change of what is not any more as the caller saw it. */
    private static Guard guard(Call call, Supplier<Reply> current) {
        String seen = call.ifMatch();
        if (seen == null || seen.equals("*")) {
            return Guard.NONE;
        }
        return () -> {
            Reply now = current.get();
            if (!seen.equals(Objects.requireNonNullElse(now.fields().get("ETag"), ""))) {
                throw new StaleException(now);
            }
        };
    }
}
