package dev.evenkeel.bench.compare;

import dev.evenkeel.bench.rig.Cores;
import dev.evenkeel.bench.rig.Load;
import dev.evenkeel.bench.rig.Origin;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What all sections measure with.
 *
 * @param directory for the files of the run
 * @param cores which are the proxies', which the load's
 * @param accessLog whether the proxies write an access log
 * @param origin what the proxies forward to
 * @param load sends the requests
 */
record Rig(Path directory, Cores cores, boolean accessLog, Origin origin, Load load) {
    /** Tells the person at the terminal how far it is. */
    void progress(String format, Object... values) {
        System.err.println(String.format(Locale.ROOT, format, values));
    }
}
