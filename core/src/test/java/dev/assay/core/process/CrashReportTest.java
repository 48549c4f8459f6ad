package dev.assay.core.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The reports are written by hand in the form of HotSpot's `hs_err_pid.log`.
class CrashReportTest {
    @TempDir Path folder;

    @Test
    void namesTheSignalAndTheFrame() throws IOException {
        write(
                """
                #
                # A fatal error has been detected by the Java Runtime Environment:
                #
                #  SIGSEGV (0xb) at pc=0x00007f2e4c1a2b34, pid=4242, tid=4243
                #
                # JRE version: OpenJDK Runtime Environment (25.0+36) (build 25+36-LTS)
                # Problematic frame:
                # C  [libonnxruntime.so+0x1234]  Run+0x20
                #
                # No core dump will be written.
                """);

        assertThat(CrashReport.read(folder))
                .contains(
                        "native crash (SIGSEGV) in C [libonnxruntime.so+0x1234] Run+0x20, report"
                                + " in "
                                + CrashReport.file(folder));
    }

    @Test
    void namesTheCallThatCrashedAndWhoMadeIt() throws IOException {
        write(
                """
                #  SIGSEGV (0xb) at pc=0x00007f2e4c1a2b34, pid=4242, tid=4243
                # Problematic frame:
                # C  [libcuda.so.1+0x28ef8d]
                #

                Native frames: (J=compiled Java code, j=interpreted, Vv=VM code)
                C  [libcuda.so.1+0x28ef8d]
                j  dev.assay.not.a.JavaFrame.run()V+1

                Java frames: (J=compiled Java code, j=interpreted, Vv=VM code)
                J 205  org.bytedeco.cuda.global.cudart.cuLaunchKernel(Lorg/bytedeco/cuda/cudart/CUfunc_st;II)I (0 bytes) @ 0x00007fd5 [0x00007fd5+0x54]
                J 917% c1 dev.assay.engines.cuda.SlowedLaunch$Slowed.run()V (45 bytes) @ 0x00007fd5 [0x00007fd5+0x54]
                v  ~StubRoutines::call_stub 0x00007fd5
                j  dev.assay.engines.cuda.CudaPipeline.step()V+7
                """);

        assertThat(CrashReport.read(folder))
                .contains(
                        "native crash (SIGSEGV) in C [libcuda.so.1+0x28ef8d], in the call of"
                                + " cudart.cuLaunchKernel by SlowedLaunch.Slowed.run, report in "
                                + CrashReport.file(folder));
    }

    @Test
    void namesAMethodOfOursThatCrashedItself() throws IOException {
        write(
                """
                #  SIGSEGV (0xb) at pc=0x00007f2e4c1a2b34, pid=4242, tid=4243
                Java frames: (J=compiled Java code, j=interpreted, Vv=VM code)
                j  dev.assay.engines.cuda.Event.since(Ldev/assay/engines/cuda/Event;)F+4
                """);

        assertThat(CrashReport.read(folder))
                .hasValueSatisfying(it ->
                        assertThat(it)
                                .startsWith("native crash (SIGSEGV), in Event.since, report in "));
    }

    @Test
    void managesWithoutASignalOrAFrame() throws IOException {
        write("#\n#  Internal Error (sharedRuntime.cpp:1), pid=1, tid=2\n#\n");
        assertThat(CrashReport.read(folder))
                .contains("native crash (fatal error), report in " + CrashReport.file(folder));

        write("# Problematic frame:\n");
        assertThat(CrashReport.read(folder)).isPresent();

        write("");
        assertThat(CrashReport.read(folder)).isPresent();
    }

    @Test
    void readsAReportThatIsNotUtf8() throws IOException {
        Files.write(CrashReport.file(folder), new byte[] {(byte) 0xFF, (byte) 0xFE, '\n'});

        assertThat(CrashReport.read(folder)).isPresent();
    }

    @Test
    void findsNoCrashWithoutAReport() {
        assertThat(CrashReport.read(folder)).isEmpty();
    }

    private void write(String report) throws IOException {
        Files.writeString(CrashReport.file(folder), report);
    }
}
