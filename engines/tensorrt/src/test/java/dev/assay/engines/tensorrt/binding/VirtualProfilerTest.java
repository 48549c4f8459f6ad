package dev.assay.engines.tensorrt.binding;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Calls the object as compiled C++ does: through its table of virtual functions.
@SuppressWarnings("restricted")
class VirtualProfilerTest {
    @Test
    void answersVirtualCalls() throws Throwable {
        List<String> heard = new ArrayList<>();
        try (Arena arena = Arena.ofConfined();
                VirtualProfiler profiler =
                        new VirtualProfiler((name, millis) -> heard.add(name + " " + millis))) {
            MethodHandle report =
                    function(profiler, 0, FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, JAVA_FLOAT));
            report.invoke(profiler.object(), arena.allocateFrom("conv1 + relu"), 0.25f);
            report.invoke(profiler.object(), arena.allocateFrom("fc"), 1.5f);
        }

        assertThat(heard).containsExactly("conv1 + relu 0.25", "fc 1.5");
    }

    @Test
    void survivesItsDestructorsAndAListenerThatThrows() throws Throwable {
        try (Arena arena = Arena.ofConfined();
                VirtualProfiler profiler =
                        new VirtualProfiler((name, millis) -> {
                            throw new IllegalStateException("as it happens");
                        })) {
            for (int destructor : new int[] {1, 2}) {
                function(profiler, destructor, FunctionDescriptor.ofVoid(ADDRESS))
                        .invoke(profiler.object());
            }
            function(profiler, 0, FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, JAVA_FLOAT))
                    .invoke(profiler.object(), arena.allocateFrom("x"), 1f);
        }
    }

    private static MethodHandle function(
            VirtualProfiler profiler, int index, FunctionDescriptor descriptor) {
        MemorySegment table = profiler.object().get(ADDRESS, 0).reinterpret(3 * ADDRESS.byteSize());
        return Linker.nativeLinker().downcallHandle(table.getAtIndex(ADDRESS, index), descriptor);
    }
}
