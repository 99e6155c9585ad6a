package dev.evenkeel.balancer.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenkeel.balancer.config.LiveChange;
import dev.evenkeel.balancer.config.LiveChange.Presence;
import dev.evenkeel.balancer.config.LiveValue;
import dev.evenkeel.balancer.config.Overlay;
import dev.evenkeel.balancer.config.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFileTest {
    @TempDir
    Path folder;

    private Path path;
    private Path journal;
    private StateFile file;

    @BeforeEach
    void open() {
        path = folder.resolve("state.json");
        journal = folder.resolve("state.json.journal");
        file = new StateFile(path);
    }

    private static LiveChange added(int number, int weight) {
        return new LiveChange(
                Resource.backend("app", "10.0.0.1:" + number),
                Presence.ADDED,
                Map.of("weight", new LiveValue(Integer.toString(weight), null)));
    }

    private static Overlay many(int count) {
        var changes = new ArrayList<LiveChange>();
        for (int i = 0; i < count; i++) {
            changes.add(added(1000 + i, 1));
        }
        return Overlay.of(changes);
    }

    /** Keeps so many changes that one more goes into a journal. */
    private Overlay keepMany() throws IOException {
        Overlay overlay = many(2_000);
        file.write(overlay);
        return overlay;
    }

    /** Keeps one more change. */
    private Overlay keep(Overlay before, LiveChange change) throws IOException {
        Overlay next = before.with(change);
        file.write(next, change.resource());
        return next;
    }

    private List<LiveChange> read() throws Exception {
        return List.copyOf(new StateFile(path).read().changes());
    }

    private long inJournal() throws IOException {
        return Files.exists(journal) ? Files.size(journal) : 0;
    }

    @Test
    void aShortFileIsReplacedByEachChange() throws Exception {
        Overlay overlay = many(3);
        file.write(overlay);
        overlay = keep(overlay, added(9, 1));

        assertThat(journal).doesNotExist();
        assertThat(read()).containsExactlyElementsOf(overlay.changes());
    }

    @Test
    void aChangeIsAddedToTheJournalOfALongFileWhichStaysAsItIs() throws Exception {
        Overlay overlay = keepMany();
        byte[] before = Files.readAllBytes(path);
        overlay = keep(overlay, added(9, 1));
        overlay = keep(overlay, added(1_500, 7));

        assertThat(path).hasBinaryContent(before);
        assertThat(inJournal()).isBetween(1L, 1_000L);
        assertThat(read()).containsExactlyElementsOf(overlay.changes());
    }

    @Test
    void whatWasDroppedStaysDropped() throws Exception {
        Overlay overlay = keepMany();
        Resource dropped = added(1_234, 1).resource();
        overlay = overlay.without(dropped);
        file.write(overlay, dropped);

        assertThat(inJournal()).isPositive();
        assertThat(read()).containsExactlyElementsOf(overlay.changes()).hasSize(1_999);
    }

    @Test
    void whateverChangesIsReadAsItWasWrittenAndTheJournalIsNeverMuchLongerThanTheFile() throws Exception {
        file = new StateFile(path, 0);
        Random random = new Random(4);
        Overlay overlay = many(10);
        file.write(overlay);
        for (int step = 0; step < 500; step++) {
            LiveChange change = added(1_000 + random.nextInt(20), random.nextInt(100));
            if (random.nextInt(3) == 0) {
                overlay = overlay.without(change.resource());
                file.write(overlay, change.resource());
            } else {
                overlay = keep(overlay, change);
            }
            assertThat(read()).as("step %d", step).containsExactlyElementsOf(overlay.changes());
            assertThat(inJournal()).isLessThan(Files.size(path) + 500);
        }
    }

    @Test
    void anotherRunGoesOnWhereTheLastOneEnded() throws Exception {
        Overlay overlay = keepMany();
        keep(overlay, added(9, 1));
        file = new StateFile(path);
        overlay = keep(file.read(), added(10, 1));

        assertThat(journal).doesNotExist();
        assertThat(read()).containsExactlyElementsOf(overlay.changes()).hasSize(2_002);
    }

    @Test
    void aLineThatWasNotWrittenToItsEndCountsForNothing() throws Exception {
        Overlay overlay = keepMany();
        overlay = keep(overlay, added(9, 1));
        Files.writeString(journal, "{\"pool\":\"app\",\"back", StandardOpenOption.APPEND);

        assertThat(read()).containsExactlyElementsOf(overlay.changes());
    }

    @Test
    void theJournalOfAnotherFileCountsForNothing() throws Exception {
        Overlay overlay = keepMany();
        keep(overlay, added(9, 1));
        byte[] old = Files.readAllBytes(journal);
        Overlay next = many(1_000);
        file.write(next);
        Files.write(journal, old);

        assertThat(read()).containsExactlyElementsOf(next.changes());
    }

    @Test
    void aDamagedJournalIsPutAsideWithItsFile() throws Exception {
        Overlay overlay = keepMany();
        keep(overlay, added(9, 1));
        Files.writeString(journal, "nonsense\n", StandardOpenOption.APPEND);

        StateFile next = new StateFile(path);
        assertThatThrownBy(next::read)
                .isInstanceOf(UnreadableStateException.class)
                .hasMessageContaining("journal");
        assertThat(next.putAside()).hasFileName("state.json.unreadable").exists();
        assertThat(folder.resolve("state.json.journal.unreadable")).exists();
        assertThat(path).doesNotExist();
        assertThat(journal).doesNotExist();
    }

    @Test
    void whatIsNotUtf8WasNotWrittenByUs() throws Exception {
        keep(keepMany(), added(9, 1));
        byte[] bytes = Files.readAllBytes(path);
        bytes[bytes.length / 2] = (byte) 0xFF;
        Files.write(path, bytes);

        assertThatThrownBy(new StateFile(path)::read)
                .isInstanceOf(UnreadableStateException.class)
                .hasMessageContaining("UTF-8");
    }

    @Test
    void aLineThatEndsWithinACharacterCountsForNothing() throws Exception {
        Overlay overlay = keep(keepMany(), added(9, 1));
        Files.write(journal, new byte[] {'{', '"', (byte) 0xC3}, StandardOpenOption.APPEND);

        assertThat(read()).containsExactlyElementsOf(overlay.changes());
    }
}
