package dev.assay.engines.tensorrt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlotLaunchTest {
    private final SlotLaunch.Context context = new SlotLaunch.Context();
    private final List<String> calls = new ArrayList<>();
    private final SlotLaunch first = launch(0);
    private final SlotLaunch second = launch(1);

    @Test
    void onlyEnqueuesWhereItIsTimed() {
        first.prepare();
        calls.clear();

        first.run();

        assertThat(calls).containsExactly("enqueue 0");
    }

    @Test
    void setsTheAddressesOnceWhereOneSlotGoesOn() {
        query(first);
        query(first);

        assertThat(calls).containsExactly("address 0", "enqueue 0", "enqueue 0");
    }

    @Test
    void setsTheAddressesForEachQueryWhereSlotsTakeTurns() {
        query(first);
        query(second);
        query(first);

        assertThat(calls)
                .containsExactly(
                        "address 0",
                        "enqueue 0",
                        "address 1",
                        "enqueue 1",
                        "address 0",
                        "enqueue 0");
    }

    @Test
    void setsTheAddressesAgainAfterAnotherSlotFailedHalfWay() {
        SlotLaunch broken =
                new SlotLaunch(
                        context,
                        1,
                        () -> {
                            throw new IllegalStateException("half-way");
                        },
                        () -> {});
        query(first);
        assertThatThrownBy(broken::prepare).hasMessage("half-way");
        calls.clear();

        first.prepare();

        assertThat(calls).containsExactly("address 0");
    }

    private SlotLaunch launch(int slot) {
        return new SlotLaunch(
                context,
                slot,
                () -> calls.add("address " + slot),
                () -> calls.add("enqueue " + slot));
    }

    private static void query(SlotLaunch launch) {
        launch.prepare();
        launch.run();
    }
}
