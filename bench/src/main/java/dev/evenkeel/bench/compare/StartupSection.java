package dev.evenkeel.bench.compare;

import dev.evenkeel.bench.chart.BarChart;
import dev.evenkeel.bench.chart.LineChart;
import dev.evenkeel.bench.chart.Svg;
import dev.evenkeel.bench.load.BlockingClient;
import dev.evenkeel.bench.rig.Cleanup;
import dev.evenkeel.bench.rig.CpuReading;
import dev.evenkeel.bench.rig.RigException;
import dev.evenkeel.bench.rig.RunningProxy;
import dev.evenkeel.bench.rig.Statistics;
import dev.evenkeel.bench.rig.TextTable;
import dev.evenkeel.bench.rig.Workload;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The time from exec to the first answer, and what the first 10,000 requests cost. */
final class StartupSection implements Section {
    static final String ID = "startup";

    /** Where the steps of the curve end, in requests since the start. */
    static final List<Integer> STEPS =
            List.of(100, 200, 500, 1000, 1500, 2000, 3000, 4000, 5000, 6000, 7000, 8000, 9000, 10_000);

    private static final int CONNECTIONS = 8;
    private static final int FEWEST_STARTS = 3;
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final Map<Contender, List<Start>> starts;

    StartupSection(Map<Contender, List<Start>> starts) {
        this.starts = new LinkedHashMap<>(starts);
    }

    /** Starts each contender as often as the plan has rounds, and once before, so that its files are in RAM. */
    static StartupSection measure(Rig rig, Plan plan) {
        Map<Contender, List<Start>> starts = new LinkedHashMap<>();
        int count = Math.max(FEWEST_STARTS, plan.rounds());
        for (int number = 0; number <= count; number++) {
            for (Contender contender : plan.contenders()) {
                Start start = start(rig, contender, number);
                if (number > 0) {
                    starts.computeIfAbsent(contender, key -> new ArrayList<>()).add(start);
                    rig.progress(
                            "startup: start %d of %d, %s: %.0f ms", number, count, contender, start.firstAnswerMillis);
                }
            }
        }
        return new StartupSection(starts);
    }

    private static Start start(Rig rig, Contender contender, int number) {
        RunningProxy.Setting setting = new RunningProxy.Setting(
                rig.directory().resolve("startup-" + contender + "-" + number),
                rig.cores().proxy(),
                rig.accessLog(),
                contender.evenkeel());
        try (Cleanup cleanup = Cleanup.atExit()) {
            RunningProxy proxy = RunningProxy.launch(contender.proxy(), setting, rig.origin(), cleanup);
            byte[] request = Workload.GET_1K.request().bytes("127.0.0.1:" + proxy.port());
            awaitFirstAnswer(proxy, request);
            double millis = (System.nanoTime() - proxy.startNanoTime()) / 1e6;
            return new Start(millis, curve(proxy, request));
        } catch (IOException e) {
            throw new RigException(contender + " failed just after its start: " + e, e);
        }
    }

    private static void awaitFirstAnswer(RunningProxy proxy, byte[] request) {
        while (true) {
            try (BlockingClient client = new BlockingClient(proxy.port(), 1, request)) {
                client.send(1);
                return;
            } catch (IOException e) {
                proxy.requireAlive();
                if (System.nanoTime() - proxy.startNanoTime() > LIMIT_NANOS) {
                    throw new RigException(proxy.proxy().id() + " did not answer within a minute of its start", e);
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RigException("interrupted", e);
        }
    }

    private static List<Double> curve(RunningProxy proxy, byte[] request) throws IOException {
        List<Double> microsPerRequest = new ArrayList<>();
        try (BlockingClient client = new BlockingClient(proxy.port(), CONNECTIONS, request)) {
            CpuReading before = CpuReading.of(proxy.pids());
            int sent = 0;
            for (int step : STEPS) {
                client.send(step - sent);
                CpuReading after = CpuReading.of(proxy.pids());
                microsPerRequest.add(after.nanosSince(before) / 1000.0 / (step - sent));
                before = after;
                sent = step;
            }
        }
        return microsPerRequest;
    }

    @Override
    public String id() {
        return ID;
    }

    double firstAnswerMillis(Contender contender) {
        return Statistics.median(starts.getOrDefault(contender, List.of()).stream()
                .map(Start::firstAnswerMillis)
                .toList());
    }

    private List<Double> curve(Contender contender) {
        List<Double> medians = new ArrayList<>();
        for (int i = 0; i < STEPS.size(); i++) {
            int step = i;
            medians.add(Statistics.median(starts.getOrDefault(contender, List.of()).stream()
                    .map(start -> start.microsPerRequest.get(step))
                    .toList()));
        }
        return medians;
    }

    @Override
    public String text() {
        List<String> head = new ArrayList<>(List.of("", "first answer, ms", "spread"));
        STEPS.forEach(step -> head.add("…" + step));
        TextTable table = new TextTable(head);
        for (Contender contender : starts.keySet()) {
            List<String> row = new ArrayList<>(List.of(contender.name()));
            row.add(CostTables.number(firstAnswerMillis(contender)));
            row.add(String.format(
                    Locale.ROOT,
                    "±%.0f %%",
                    100
                            * Statistics.spread(starts.getOrDefault(contender, List.of()).stream()
                                    .map(Start::firstAnswerMillis)
                                    .toList())));
            curve(contender).forEach(micros -> row.add(CostTables.number(micros)));
            table.add(row);
        }
        return "Start: from exec to the first answer, and CPU µs/request of the requests that follow, up to number …\n"
                + table;
    }

    @Override
    public List<Figure> figures() {
        List<Figure> figures = new ArrayList<>();
        for (Contender contender : starts.keySet()) {
            figures.add(new Figure(ID, "first answer", contender.name(), "ms", firstAnswerMillis(contender)));
            List<Double> curve = curve(contender);
            for (int i = 0; i < STEPS.size(); i++) {
                figures.add(new Figure(
                        ID, "to request " + STEPS.get(i), contender.name(), Metric.CPU.title(), curve.get(i)));
            }
        }
        return figures;
    }

    @Override
    public List<Target> targets() {
        return starts.keySet().stream()
                .filter(Contender::isEvenkeel)
                .map(contender -> new Target(
                        "first answer after exec, ms",
                        contender.name(),
                        firstAnswerMillis(contender),
                        Target.START_MILLIS))
                .toList();
    }

    @Override
    public Map<String, Svg> charts() {
        List<Contender> contenders = List.copyOf(starts.keySet());
        return Map.of(ID, curves(contenders), ID + "-time", times(contenders));
    }

    private Svg curves(List<Contender> contenders) {
        LineChart chart = new LineChart(
                "CPU time of the first 10,000 requests after the start, in µs per request",
                "Each point: the requests up to that number, since the point before. The JVM's compiler is included.",
                "µs per request",
                STEPS.stream()
                        .map(step -> String.format(Locale.ROOT, "%,d", step))
                        .toList());
        List<Integer> colours = Palette.of(contenders);
        for (int i = 0; i < contenders.size(); i++) {
            chart.add(contenders.get(i).name(), colours.get(i), curve(contenders.get(i)));
        }
        return chart.draw();
    }

    private Svg times(List<Contender> contenders) {
        BarChart chart = new BarChart(
                "Time from exec to the first answer, in ms",
                "With the files in RAM; from a launcher in a source checkout, if that is what was started.",
                contenders.stream().map(Contender::name).toList(),
                Palette.of(contenders));
        List<BarChart.Bar> bars = contenders.stream()
                .map(this::firstAnswerMillis)
                .map(millis -> new BarChart.Bar(millis, CostTables.number(millis)))
                .toList();
        chart.add("first answer", bars, Target.START_MILLIS);
        return chart.draw();
    }

    /**
     * What one start gave.
     *
     * @param firstAnswerMillis from exec to the last byte of the first answer
     * @param microsPerRequest CPU time, one for each of {@link #STEPS}
     */
    record Start(double firstAnswerMillis, List<Double> microsPerRequest) {
        Start {
            microsPerRequest = List.copyOf(microsPerRequest);
        }
    }
}
