package dev.evenkeel.balancer.http1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** The decoder, which works within the received buffer, against the joined chunks that the test made. */
final class BodyDecoderPropertiesTest {

    private record Chunk(String data, String extension, boolean upper) {
        String framed() {
            String size = Integer.toHexString(data.length());
            return (upper ? size.toUpperCase(Locale.ROOT) : size) + extension + "\r\n" + data + "\r\n";
        }
    }

    @Property(tries = 3000, edgeCases = EdgeCasesMode.NONE)
    void chunksAreJoinedWhereverTheyAreCut(
            @ForAll("chunks") List<Chunk> chunks,
            @ForAll("cuts") Set<Integer> cuts,
            @ForAll("trailers") String trailers) {
        StringBuilder framed = new StringBuilder();
        StringBuilder data = new StringBuilder();
        for (Chunk chunk : chunks) {
            framed.append(chunk.framed());
            data.append(chunk.data());
        }
        framed.append("0\r\n").append(trailers).append("\r\nGET /next");

        assertThat(FedBody.of(Framing.CHUNKED, pieces(framed.toString(), cuts)))
                .isEqualTo(new FedBody(0, true, data.toString(), trailers, "GET /next"));
    }

    @Property(tries = 3000, edgeCases = EdgeCasesMode.NONE)
    void whateverComesIsTheSameInAnyPieces(@ForAll("noise") String text, @ForAll("cuts") Set<Integer> cuts) {
        assertThat(FedBody.of(Framing.CHUNKED, pieces(text, cuts)))
                .isEqualTo(FedBody.of(Framing.CHUNKED, List.of(text.getBytes(ISO_8859_1))));
    }

    private static List<byte[]> pieces(String text, Set<Integer> cuts) {
        byte[] bytes = text.getBytes(ISO_8859_1);
        int[] valid = new TreeSet<>(cuts)
                .stream()
                        .mapToInt(Integer::intValue)
                        .filter(cut -> cut < bytes.length)
                        .toArray();
        return Fed.split(bytes, valid);
    }

    @Provide
    Arbitrary<Set<Integer>> cuts() {
        return Arbitraries.integers().between(1, 200).set().ofMaxSize(12);
    }

    @Provide
    Arbitrary<List<Chunk>> chunks() {
        Arbitrary<String> data = Arbitraries.strings()
                .withCharRange('\u0000', '\u00ff')
                .ofMinLength(1)
                .ofMaxLength(40);
        Arbitrary<String> extension = Arbitraries.of("", "", "", ";a", ";a=\"b c\"");
        return Combinators.combine(data, extension, Arbitraries.of(true, false))
                .as(Chunk::new)
                .list()
                .ofMaxSize(8);
    }

    @Provide
    Arbitrary<String> trailers() {
        return Arbitraries.of("", "", "A: b\r\n", "A: b\r\nC:\r\n");
    }

    @Provide
    Arbitrary<String> noise() {
        Arbitrary<String> words = Arbitraries.of(
                "1\r\na\r\n", "4\r\nbody\r\n", "0\r\n\r\n", "\r\n", "\r", "\n", "a", "0", ";", " ", "A: b\r\n");
        Arbitrary<String> bytes =
                Arbitraries.strings().withCharRange('\u0000', '\u00ff').ofMaxLength(6);
        return Arbitraries.frequencyOf(Tuple.of(8, words), Tuple.of(1, bytes))
                .list()
                .ofMaxSize(10)
                .map(parts -> String.join("", parts));
    }
}
