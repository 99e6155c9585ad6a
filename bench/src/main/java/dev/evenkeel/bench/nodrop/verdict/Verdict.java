package dev.evenkeel.bench.nodrop.verdict;

import dev.evenkeel.bench.nodrop.load.Failure;
import dev.evenkeel.bench.nodrop.load.Ledger;
import dev.evenkeel.bench.nodrop.proxy.TestedProxy;
import dev.evenkeel.bench.nodrop.scenario.Scenario;
import dev.evenkeel.bench.nodrop.verdict.Judge.Judgement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What came of a run. */
public final class Verdict {
    private static final int TOLD_IN_FULL = 20;

    private final Ledger ledger;
    private final Scenario scenario;
    private final Journals journals;
    private final ProxyLog log;
    private final List<Judgement> judgements;
    private final Distribution distribution;
    private final List<Long> unexecuted;

    private Verdict(Ledger ledger, Scenario scenario, Journals journals, ProxyLog log) {
        this.ledger = ledger;
        this.scenario = scenario;
        this.journals = journals;
        this.log = log;
        this.judgements = new Judge(journals, log::of, scenario.processes(), scenario::poolOf).judge(ledger.failures());
        this.distribution = new Distribution(journals, scenario.diary());
        this.unexecuted = journals.notExecuted(ledger.servedOnce());
    }

    /** Judges a run that is over: no request is under way and all origins have ended. */
    public static Verdict of(Ledger ledger, Scenario scenario, TestedProxy proxy) {
        Set<Long> failed = ledger.failures().stream()
                .map(Failure::request)
                .map(request -> request.id())
                .collect(Collectors.toCollection(HashSet::new));
        return new Verdict(
                ledger, scenario, Journals.read(scenario.processes(), ledger, failed), ProxyLog.read(proxy, failed));
    }

    Ledger ledger() {
        return ledger;
    }

    Scenario scenario() {
        return scenario;
    }

    /** Requests that could be served and were not. */
    public List<Failure> dropped() {
        return judgements.stream()
                .filter(Judgement::dropped)
                .map(Judgement::failure)
                .toList();
    }

    List<Judgement> judgements() {
        return judgements;
    }

    /** Those that could not be served. */
    public long excused() {
        return judgements.stream().filter(one -> !one.dropped()).count();
    }

    /** Requests that must be executed once at most and were executed again. */
    public List<Long> duplicates() {
        return journals.executedAgain();
    }

    /** Those that were answered and that nobody executed. */
    public List<Long> unexecuted() {
        return unexecuted;
    }

    int executed() {
        return journals.executed();
    }

    /** What was wrong with the shares of the backends. */
    public List<String> distributionProblems() {
        return distribution.problems();
    }

    int quietWindows() {
        return distribution.judged();
    }

    /** What the proxy was asked for and refused or did not do. */
    public List<String> errors() {
        return scenario.diary().errors();
    }

    /** The first that were dropped, each with all that is known. */
    List<Story> stories() {
        return judgements.stream()
                .filter(Judgement::dropped)
                .limit(TOLD_IN_FULL)
                .map(judgement -> Story.of(judgement.failure(), journals, log, scenario.diary()))
                .toList();
    }

    /** 0 if nothing was dropped and all else was as it should be, else 1. */
    public int exitCode() {
        boolean good = dropped().isEmpty()
                && duplicates().isEmpty()
                && unexecuted.isEmpty()
                && distributionProblems().isEmpty()
                && errors().isEmpty()
                && ledger.begun() > 0;
        return good ? 0 : 1;
    }
}
