package dev.evenkeel.balancer.admin;

import dev.evenkeel.balancer.control.LiveConfig;
import dev.evenkeel.balancer.event.EventLog;
import dev.evenkeel.balancer.net.ExchangeSettings;
import dev.evenkeel.balancer.net.Listener;
import dev.evenkeel.balancer.pool.Pool;
import dev.evenkeel.balancer.telemetry.DaemonInfo;
import dev.evenkeel.balancer.telemetry.Telemetry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The daemon, as the admin API sees it. Asked from the API's own event loop, so all of it must be safe from any thread. */
public interface AdminView {
    /** What stays the same as long as it runs. */
    DaemonInfo info();

    /** Why it should get no new clients now, as a phrase for people; null if it should. */
    @Nullable
    String notReady();

    /** The listeners for clients, in the order of the configuration. */
    List<Listener> listeners();

    /** Those that were removed, while they have connections. */
    List<Listener> leavingListeners();

    /** What a listener does with its requests, on one of its event loops; null if there is none of this name. */
    @Nullable
    ExchangeSettings settings(String listener);

    /** The pools, in the order of the configuration. */
    List<Pool> pools();

    Telemetry telemetry();

    /** What happened lately. */
    EventLog events();

    /** The configuration that holds, and how it is changed. */
    LiveConfig live();
}
