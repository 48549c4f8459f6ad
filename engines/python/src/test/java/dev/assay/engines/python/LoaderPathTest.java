package dev.assay.engines.python;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.engines.EngineRuntime;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LoaderPathTest {
    @Test
    void givesTheUsersPythonTheUsersOwnPath() {
        assertThat(restored("/opt/mine")).isEqualTo(Map.of("LD_LIBRARY_PATH", "/opt/mine"));
        assertThat(restored("")).isEmpty();
    }

    @Test
    void leavesAPathAloneThatNobodyChanged() {
        Map<String, String> variables = new HashMap<>(Map.of("LD_LIBRARY_PATH", "/opt/mine"));

        WorkerProcess.restoreLoaderPath(variables);

        assertThat(variables).containsEntry("LD_LIBRARY_PATH", "/opt/mine");
    }

    private static Map<String, String> restored(String users) {
        Map<String, String> variables =
                new HashMap<>(
                        Map.of(
                                "LD_LIBRARY_PATH",
                                "/assay/native:" + users,
                                EngineRuntime.USERS_LOADER_PATH,
                                users));
        WorkerProcess.restoreLoaderPath(variables);
        return variables;
    }
}
