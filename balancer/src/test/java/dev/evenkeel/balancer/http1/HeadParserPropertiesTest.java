package dev.evenkeel.balancer.http1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.balancer.config.HeadLimits;
import dev.evenkeel.balancer.message.RequestHead;
import dev.evenkeel.balancer.message.ResponseHead;
import dev.evenkeel.balancer.message.Trailers;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for every head, good or bad; the heads are good ones with some bytes changed. */
final class HeadParserPropertiesTest {
    private static final HeadLimits TIGHT = new HeadLimits(40, 30, 90, 5);

    @Property(tries = 3000, edgeCases = EdgeCasesMode.NONE)
    void aRequestMeansTheSameInWhateverPiecesItComes(
            @ForAll("requests") String text, @ForAll("cuts") Set<Integer> cuts) {
        List<byte[]> whole = List.of(text.getBytes(ISO_8859_1));
        List<byte[]> pieces = pieces(text, cuts);

        assertThat(Fed.requestIn(pieces, Fed.LIMITS)).isEqualTo(Fed.requestIn(whole, Fed.LIMITS));
        assertThat(Fed.requestIn(pieces, TIGHT)).isEqualTo(Fed.requestIn(whole, TIGHT));
    }

    @Property(tries = 3000, edgeCases = EdgeCasesMode.NONE)
    void aResponseMeansTheSameInWhateverPiecesItComes(
            @ForAll("responses") String text, @ForAll("cuts") Set<Integer> cuts) {
        List<byte[]> whole = List.of(text.getBytes(ISO_8859_1));
        List<byte[]> pieces = pieces(text, cuts);

        assertThat(Fed.responseIn(pieces, ResponseParser.LIMITS))
                .isEqualTo(Fed.responseIn(whole, ResponseParser.LIMITS));
        assertThat(Fed.responseIn(pieces, TIGHT)).isEqualTo(Fed.responseIn(whole, TIGHT));
    }

    /** What a backend reads is what was read here: nothing gets through that two readers could take for two things. */
    @Property(tries = 3000, edgeCases = EdgeCasesMode.NONE)
    void aRequestMeansTheSameWhenItIsSentOn(@ForAll("requests") String text) {
        Fed first = Fed.requestIn(List.of(text.getBytes(ISO_8859_1)), Fed.LIMITS);
        if (first.complete()) {
            String head = text.substring(0, text.length() - first.surplus().length());
            String host = first.meaning().contains(" of null in 1.0") ? "Host: null\r\n" : "";
            String sent = written(head, new RequestHead()) + host + "\r\n";
            Fed second = Fed.requestIn(List.of(sent.getBytes(ISO_8859_1)), Fed.LIMITS);
            assertThat(second.surplus()).isEmpty();
            assertThat(withoutHost(second)).isEqualTo(withoutHost(first));
        }
    }

    @Property(tries = 3000, edgeCases = EdgeCasesMode.NONE)
    void aResponseMeansTheSameWhenItIsSentOn(@ForAll("responses") String text) {
        Fed first = Fed.responseIn(List.of(text.getBytes(ISO_8859_1)), Fed.LIMITS);
        if (first.complete()) {
            String head = text.substring(0, text.length() - first.surplus().length());
            String sent = written(head, new ResponseHead()) + "\r\n";
            Fed second = Fed.responseIn(List.of(sent.getBytes(ISO_8859_1)), Fed.LIMITS);
            assertThat(second.meaning().replace("in 1.0", "in 1.1"))
                    .isEqualTo(first.meaning().replace("in 1.0", "in 1.1"));
        }
    }

    @Property(tries = 5000, edgeCases = EdgeCasesMode.NONE)
    void whateverComesIsReadOrRefusedAndNothingElseHappens(@ForAll("noise") String text) {
        List<byte[]> bytes = List.of(text.getBytes(ISO_8859_1));

        assertThat(Fed.requestIn(bytes, Fed.LIMITS).status()).isIn(0, 400, 414, 431, 501, 505);
        assertThat(Fed.responseIn(bytes, Fed.LIMITS).status()).isIn(0, 400, 431);
        assertThat(trailersStatus(text)).isIn(0, 400, 431);
    }

    private static int trailersStatus(String text) {
        TrailerParser parser = new TrailerParser();
        Trailers trailers = new Trailers();
        parser.reset();
        trailers.clear();
        try {
            parser.parse(trailers, Unpooled.copiedBuffer(text, ISO_8859_1), TrailerParser.LIMITS);
            return 0;
        } catch (BadMessage e) {
            return e.status();
        }
    }

    private static String written(String text, RequestHead head) {
        RequestParser parser = new RequestParser();
        parse(() -> {
            parser.reset();
            head.clear();
            return parser.parse(head, Unpooled.copiedBuffer(text, ISO_8859_1), Fed.LIMITS);
        });
        return ParsedHeads.written(head);
    }

    private static String written(String text, ResponseHead head) {
        ResponseParser parser = new ResponseParser();
        parse(() -> {
            parser.reset();
            head.clear();
            return parser.parse(head, Unpooled.copiedBuffer(text, ISO_8859_1), Fed.LIMITS);
        });
        return ParsedHeads.written(head);
    }

    private interface Parse {
        boolean run() throws BadMessage;
    }

    private static void parse(Parse parse) {
        try {
            assertThat(parse.run()).isTrue();
        } catch (BadMessage e) {
            throw new AssertionError(e);
        }
    }

    /** The host of an absolute target becomes a field, and a request always leaves in version 1.1, with a host. */
    private static String withoutHost(Fed fed) {
        return fed.meaning().replaceAll("\n2 (?i:host): [^\n]*", "").replace("in 1.0", "in 1.1");
    }

    private static List<byte[]> pieces(String text, Set<Integer> cuts) {
        byte[] bytes = text.getBytes(ISO_8859_1);
        int[] valid = new TreeSet<>(cuts)
                .stream()
                        .mapToInt(Integer::intValue)
                        .filter(cut -> cut > 0 && cut < bytes.length)
                        .toArray();
        return Fed.split(bytes, valid);
    }

    @Provide
    Arbitrary<Set<Integer>> cuts() {
        return Arbitraries.integers().between(1, 160).set().ofMaxSize(8);
    }

    @Provide
    Arbitrary<String> requests() {
        Arbitrary<String> start = Arbitraries.of(
                "GET / HTTP/1.1",
                "POST /a?b HTTP/1.1",
                "GET http://b.com/a HTTP/1.1",
                "GET http://b.com:80?a HTTP/1.1",
                "OPTIONS * HTTP/1.1",
                "OPTIONS http://b.com HTTP/1.1",
                "GET / HTTP/1.0",
                "\r\nPURGE /%20 HTTP/1.1");
        return changed(
                Combinators.combine(start, fields()).as((line, fields) -> line + "\r\nHost: a.com\r\n" + fields));
    }

    @Provide
    Arbitrary<String> responses() {
        Arbitrary<String> start = Arbitraries.of("HTTP/1.1 200 OK", "HTTP/1.0 404 Not Found", "HTTP/1.1 204 ");
        return changed(Combinators.combine(start, fields()).as((line, fields) -> line + "\r\n" + fields));
    }

    private static Arbitrary<String> fields() {
        return Arbitraries.of(
                        "A: b",
                        "Content-Length: 5",
                        "Transfer-Encoding: chunked",
                        "Connection: close, A",
                        "X_Forwarded_For:  1.2.3.4\t",
                        "Accept:",
                        "User-Agent: Mozilla/5.0 (\u00e4)")
                .list()
                .ofMaxSize(5)
                .map(lines -> String.join("\r\n", lines) + (lines.isEmpty() ? "\r\n" : "\r\n\r\n") + "rest");
    }

    private record Change(int at, int removed, String inserted) {
        String apply(String text) {
            int from = at % (text.length() + 1);
            int to = Math.min(text.length(), from + removed);
            return text.substring(0, from) + inserted + text.substring(to);
        }
    }

    private static Arbitrary<String> changed(Arbitrary<String> texts) {
        Arbitrary<String> inserted = Arbitraries.of(
                "", " ", "\t", "\r", "\n", "\r\n", ":", ",", "\u0000", "\u007f", "\u00e4", "a", "/", "?", "#", "@",
                "_");
        Arbitrary<Change> change = Combinators.combine(
                        Arbitraries.integers().between(0, 200),
                        Arbitraries.integers().between(0, 2),
                        inserted)
                .as(Change::new);
        return Combinators.combine(texts, change.list().ofMaxSize(2)).as((text, changes) -> {
            String result = text;
            for (Change one : changes) {
                result = one.apply(result);
            }
            return result;
        });
    }

    @Provide
    Arbitrary<String> noise() {
        Arbitrary<String> words = Arbitraries.of(
                "GET ",
                "/",
                " HTTP/1.1",
                "\r\n",
                "\n",
                "\r",
                "Host: a",
                ": ",
                " ",
                "HTTP/1.1 200 OK",
                "A",
                "\u0000",
                "http://");
        Arbitrary<String> bytes =
                Arbitraries.strings().withCharRange('\u0000', '\u00ff').ofMaxLength(20);
        return Arbitraries.oneOf(words, words, bytes).list().ofMaxSize(12).map(parts -> String.join("", parts));
    }
}
