package dev.evenkeel.bench.compare;

import dev.evenkeel.bench.chart.BarChart;
import dev.evenkeel.bench.chart.Svg;
import dev.evenkeel.bench.rig.Cleanup;
import dev.evenkeel.bench.rig.LoadGenerator;
import dev.evenkeel.bench.rig.ResidentMemory;
import dev.evenkeel.bench.rig.RunningProxy;
import dev.evenkeel.bench.rig.Statistics;
import dev.evenkeel.bench.rig.TextTable;
import dev.evenkeel.bench.rig.Workload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/** The RAM of a daemon that was just started and had a few requests, and then of the same with many idle clients. */
final class MemorySection implements Section {
    static final String ID = "memory";

    private static final int CLIENTS = 10_000;
    private static final int ROOM_FOR_CLIENTS = 12_000;
    private static final int FEW_REQUESTS = 100;
    private static final int MOST_STARTS = 3;
    private static final double MEBIBYTE = 1024.0 * 1024.0;

    private final Map<Contender, List<Reading>> readings;

    MemorySection(Map<Contender, List<Reading>> readings) {
        this.readings = new LinkedHashMap<>(readings);
    }

    /** Starts each contender anew as often as the plan has rounds, three times at most. */
    static MemorySection measure(Rig rig, Plan plan) {
        Map<Contender, List<Reading>> readings = new LinkedHashMap<>();
        int starts = Math.min(MOST_STARTS, plan.rounds());
        for (int number = 1; number <= starts; number++) {
            for (Contender contender : plan.contenders()) {
                Reading reading = read(rig, contender, number);
                readings.computeIfAbsent(contender, key -> new ArrayList<>()).add(reading);
                rig.progress(
                        "memory: start %d of %d, %s: %.0f MiB, with %d clients %.0f MiB",
                        number,
                        starts,
                        contender,
                        reading.idle().resident() / MEBIBYTE,
                        CLIENTS,
                        reading.clients().resident() / MEBIBYTE);
            }
        }
        return new MemorySection(readings);
    }

    private static Reading read(Rig rig, Contender contender, int number) {
        RunningProxy.Setting setting = new RunningProxy.Setting(
                rig.directory().resolve("memory-" + contender + "-" + number),
                List.of(rig.cores().proxy()),
                rig.accessLog(),
                contender.evenkeel(),
                new RunningProxy.Shape(1, ROOM_FOR_CLIENTS, true));
        LoadGenerator generator = rig.load().generator();
        try (Cleanup cleanup = Cleanup.atExit()) {
            RunningProxy proxy = RunningProxy.start(contender.proxy(), setting, rig.origin(), cleanup);
            generator.run(Workload.GET_1K.request(), proxy.port(), 4, FEW_REQUESTS, 0, 1);
            Memory idle = settled(proxy);
            generator.hold(Workload.GET_1K.request(), proxy.port(), CLIENTS);
            Memory clients = settled(proxy);
            generator.release();
            return new Reading(idle, clients);
        }
    }

    /** A moment later, so that what is freed at once is gone. */
    private static Memory settled(RunningProxy proxy) {
        try {
            TimeUnit.SECONDS.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        proxy.requireAlive();
        return new Memory(ResidentMemory.bytes(proxy.pids()), ResidentMemory.proportionalBytes(proxy.pids()));
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String text() {
        TextTable table = new TextTable(
                List.of("", "idle RSS", "idle PSS", "10,000 clients RSS", "10,000 clients PSS", "KiB per client"));
        readings.keySet()
                .forEach(contender -> table.add(List.of(
                        contender.name(),
                        CostTables.number(mebibytes(contender, reading -> reading.idle.resident)),
                        CostTables.number(mebibytes(contender, reading -> reading.idle.proportional)),
                        CostTables.number(mebibytes(contender, reading -> reading.clients.resident)),
                        CostTables.number(mebibytes(contender, reading -> reading.clients.proportional)),
                        CostTables.number(
                                mebibytes(contender, reading -> reading.clients.resident - reading.idle.resident)
                                        * 1024
                                        / CLIENTS))));
        return "Memory in MiB: just started, after " + FEW_REQUESTS + " requests, and then with 10,000 idle keep-alive"
                + " clients that had one request each\n" + table;
    }

    private double mebibytes(Contender contender, ToLongFunction<Reading> bytes) {
        return Statistics.median(readings.getOrDefault(contender, List.of()).stream()
                .map(reading -> bytes.applyAsLong(reading) / MEBIBYTE)
                .toList());
    }

    private double idle(Contender contender) {
        return mebibytes(contender, reading -> reading.idle.resident);
    }

    private double clients(Contender contender) {
        return mebibytes(contender, reading -> reading.clients.resident);
    }

    @Override
    public List<Figure> figures() {
        return readings.keySet().stream()
                .flatMap(contender -> List.of(
                        new Figure(ID, "idle", contender.name(), "MiB", idle(contender)),
                        new Figure(ID, "10,000 clients", contender.name(), "MiB", clients(contender)))
                        .stream())
                .toList();
    }

    @Override
    public List<Target> targets() {
        return readings.keySet().stream()
                .filter(Contender::isEvenkeel)
                .flatMap(contender -> List.of(
                        new Target("idle RSS MiB", contender.name(), idle(contender), Target.IDLE_MEBIBYTES),
                        new Target(
                                "10,000 clients RSS MiB",
                                contender.name(),
                                clients(contender),
                                Target.CLIENTS_MEBIBYTES))
                        .stream())
                .toList();
    }

    @Override
    public Map<String, Svg> charts() {
        List<Contender> contenders = List.copyOf(readings.keySet());
        BarChart chart = new BarChart(
                "Resident memory, in MiB",
                "Just started and after 100 requests; with 10,000 idle keep-alive clients.",
                contenders.stream().map(Contender::name).toList(),
                Palette.of(contenders));
        chart.add(
                "idle",
                contenders.stream().map(this::idle).map(MemorySection::bar).toList(),
                Target.IDLE_MEBIBYTES);
        chart.add(
                "10,000 clients",
                contenders.stream().map(this::clients).map(MemorySection::bar).toList(),
                Target.CLIENTS_MEBIBYTES);
        return Map.of(ID, chart.draw());
    }

    private static BarChart.Bar bar(double mebibytes) {
        return new BarChart.Bar(mebibytes, CostTables.number(mebibytes));
    }

    /**
     * What one start gave.
     *
     * @param idle after a few requests
     * @param clients with the idle clients
     */
    record Reading(Memory idle, Memory clients) {}

    /**
     * The RAM of all processes of a proxy, in bytes.
     *
     * @param resident pages that they share count once for each
     * @param proportional of a page that several processes share, each has its part
     */
    record Memory(long resident, long proportional) {}
}
