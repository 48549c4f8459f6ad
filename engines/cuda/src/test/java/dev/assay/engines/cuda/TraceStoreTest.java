package dev.assay.engines.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.trace.QueryTrace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TraceStoreTest {
    private final TraceStore store = new TraceStore(3);

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void keepsHostTimesInNanosecondsAndDeviceTimesInMilliseconds() {
        store.add(1_000_000_000, 2_000_000_000, 2_500_000_000L, 9_000_000_000L, 1, 2, 4, 8, 16, 32);

        assertThat(store.traces())
                .containsExactly(
                        new QueryTrace(2, 0.5, 0.001, 0.002, 0.004, 0.008, 0.016, 0.032, 1, 9));
    }

    @Test
    void countsWhatItHasNoRoomFor() {
        fill(5);

        assertThat(store.traces()).hasSize(3);
        assertThat(store.traces()).extracting(QueryTrace::hostStart).containsExactly(0.0, 1.0, 2.0);
        assertThat(store.dropped()).isEqualTo(2);
        assertThat(store.added()).isEqualTo(5);
    }

    @Test
    void forgetsWhenAsked() {
        fill(5);
        store.clear();
        fill(1);

        assertThat(store.traces()).hasSize(1);
        assertThat(store.dropped()).isZero();
        assertThat(store.added()).isEqualTo(1);
    }

    private void fill(int queries) {
        for (long i = 0; i < queries; i++) {
            store.add(i * 1_000_000_000, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        }
    }
}
