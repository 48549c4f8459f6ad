package dev.assay.engines.pytorch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which files are loaded before JavaCPP looks for any.
class OwnLibrariesTest {
    @TempDir private Path home;

    private Path torch;
    private Path cuda;
    private Path users;

    @BeforeEach
    void makeFolders() throws IOException {
        torch = Files.createDirectory(home.resolve("pytorch"));
        cuda = Files.createDirectory(home.resolve("cuda"));
        users = Files.createDirectory(home.resolve("toolkit"));
        touch(torch, "libcusparse.so.12");
        touch(torch, "libjnitorch.so");
        touch(cuda, "libcudnn.so.9");
        touch(cuda, "libcudnn_engines_precompiled.so.9");
        touch(cuda, "libcufft.so.11");
        touch(users, "libcudnn.so.9");
        touch(users, "libcurand.so.10");
        touch(users, "libcusparse.so");
    }

    @Test
    void takesEachSharedNameFromTheFirstFolder() throws IOException {
        touch(torch, "libtorch_cuda.so");

        assertThat(
                        OwnLibraries.find(
                                torch + ":" + cuda + "::" + home.resolve("gone") + ":" + users))
                .containsExactly(
                        cuda.resolve("libcudnn.so.9"),
                        cuda.resolve("libcudnn_engines_precompiled.so.9"),
                        users.resolve("libcurand.so.10"),
                        torch.resolve("libcusparse.so.12"));
    }

    @Test
    void leavesAUsersToolkitAloneWhereLibTorchIsForCpus() {
        assertThat(OwnLibraries.find(torch + ":" + users)).isEmpty();
        assertThat(OwnLibraries.find("null")).isEmpty();
    }

    private static void touch(Path folder, String name) throws IOException {
        Files.createFile(folder.resolve(name));
    }
}
