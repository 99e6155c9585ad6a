package dev.evenkeel.bench.compare;

import dev.evenkeel.bench.rig.Evenkeel;
import dev.evenkeel.bench.rig.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One that is compared: a column of the reports.
 *
 * @param name what reports call it
 * @param proxy which program
 * @param evenkeel how Evenkeel is started, if it is that
 * @param threads event loops, threads or workers
 */
record Contender(String name, Proxy proxy, Evenkeel evenkeel, int threads) {
    private static final Pattern JAVA_VERSION = Pattern.compile("\"(?:1\\.)?(\\d+)");

    /** Each proxy once, and Evenkeel once for each way to start it, told apart by what differs between these. */
    static List<Contender> of(List<Proxy> proxies, List<Evenkeel> evenkeels) {
        List<Contender> contenders = new ArrayList<>();
        for (Proxy proxy : proxies) {
            if (proxy == Proxy.EVENKEEL) {
                evenkeels.forEach(evenkeel -> contenders.add(
                        new Contender(proxy.id() + difference(evenkeel, evenkeels), proxy, evenkeel, 1)));
            } else {
                contenders.add(new Contender(proxy.id(), proxy, evenkeels.get(0), 1));
            }
        }
        return List.copyOf(contenders);
    }

    private static String difference(Evenkeel one, List<Evenkeel> all) {
        List<String> differences = new ArrayList<>();
        List<List<String>> commands =
                all.stream().map(Evenkeel::command).distinct().toList();
        if (commands.size() > 1) {
            differences.add(Integer.toString(commands.indexOf(one.command()) + 1));
        }
        if (all.stream().map(Evenkeel::javaHome).distinct().count() > 1) {
            differences.add(major(one.javaVersion()));
        }
        if (all.stream().map(Evenkeel::transport).distinct().count() > 1) {
            differences.add(one.transport());
        }
        return differences.isEmpty() ? "" : "@" + String.join(",", differences);
    }

    /** The major version in the first line of {@code java -version}. */
    static String major(String javaVersion) {
        Matcher matcher = JAVA_VERSION.matcher(javaVersion);
        return matcher.find() ? matcher.group(1) : "unknown";
    }

    Contender withThreads(int count) {
        return new Contender(name + " ×" + count, proxy, evenkeel, count);
    }

    boolean isEvenkeel() {
        return proxy == Proxy.EVENKEEL;
    }

    @Override
    public String toString() {
        return name;
    }
}
