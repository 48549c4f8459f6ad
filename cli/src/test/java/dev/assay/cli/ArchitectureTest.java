package dev.assay.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The rules of the repository's shape, over the compiled classes of all modules.
class ArchitectureTest {
    private static final String[] NATIVE = {"org.bytedeco..", "ai.onnxruntime.."};
    private static final String CUDA = "dev.assay.engines.cuda..";
    private static final JavaClasses CLASSES = read();

    @Test
    void seesTheClassesOfEveryModule() {
        for (String module :
                List.of(
                        "core",
                        "onnx",
                        "engines",
                        "engines.onnxruntime",
                        "engines.pytorch",
                        "engines.replay",
                        "engines.cuda",
                        "engines.tensorrt",
                        "engines.python",
                        "benchmarks",
                        "accuracy",
                        "reports",
                        "cli")) {
            assertThat(CLASSES.stream().map(it -> it.getPackageName()))
                    .as(module)
                    .anyMatch(name -> name.startsWith("dev.assay." + module));
        }
    }

    @Test
    void coreKnowsNoNativeLibraryNoJmhAndNoCharts() {
        noClasses()
                .that()
                .resideInAPackage("dev.assay.core..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.bytedeco..",
                        "ai.onnxruntime..",
                        "org.openjdk.jmh..",
                        "org.jfree..",
                        "com.google.protobuf..",
                        "dev.assay.onnx..",
                        "dev.assay.engines..",
                        "dev.assay.benchmarks..",
                        "dev.assay.accuracy..",
                        "dev.assay.reports..",
                        "dev.assay.cli..")
                .check(CLASSES);
    }

    @Test
    void onnxEditingKnowsCoreOnlyAndKeepsProtobufToItself() {
        noClasses()
                .that()
                .resideInAPackage("dev.assay.onnx..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.assay.engines..",
                        "dev.assay.benchmarks..",
                        "dev.assay.accuracy..",
                        "dev.assay.reports..",
                        "dev.assay.cli..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.assay.onnx..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.google.protobuf..", "dev.assay.onnx.proto..")
                .check(CLASSES);
    }

    @Test
    void reportsKnowCoreOnly() {
        noClasses()
                .that()
                .resideInAPackage("dev.assay.reports..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.assay.onnx..",
                        "dev.assay.engines..",
                        "dev.assay.benchmarks..",
                        "dev.assay.accuracy..",
                        "dev.assay.cli..")
                .check(CLASSES);
    }

    @Test
    void benchmarksAndAccuracyDoNotKnowEachOther() {
        noClasses()
                .that()
                .resideInAPackage("dev.assay.benchmarks..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.assay.accuracy..", "dev.assay.reports..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("dev.assay.accuracy..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.assay.benchmarks..", "dev.assay.reports..")
                .check(CLASSES);
    }

    @Test
    void engineAdaptersDoNotKnowEachOther() {
        slices().matching("dev.assay.engines.(*)..")
                .should()
                .notDependOnEachOther()
                .ignoreDependency(resideInAPackage("dev.assay.engines.."), resideInAPackage(CUDA))
                .check(CLASSES);
    }

    /// What adapters share about NVIDIA GPUs lies below them.
    @Test
    void theCudaBaseKnowsNoAdapter() {
        noClasses()
                .that()
                .resideInAPackage(CUDA)
                .should()
                .dependOnClassesThat(
                        resideInAPackage("dev.assay.engines.*..").and(not(resideInAPackage(CUDA))))
                .check(CLASSES);
    }

    @Test
    void nothingOutsideAnEngineAdapterTouchesANativeBinding() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.assay.engines.*..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(NATIVE)
                .check(CLASSES);
    }

    @Test
    void noPublicMethodOfAnAdapterLetsANativeTypeOut() {
        classes()
                .that()
                .resideInAPackage("dev.assay.engines.*")
                .and()
                .resideOutsideOfPackage(CUDA)
                .and()
                .arePublic()
                .should(NativeTypes.stayInside(NATIVE))
                .check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.assay.(*).(**)").should().beFreeOfCycles().check(CLASSES);
    }

    private static JavaClasses read() {
        try (Stream<Path> found = Files.walk(Path.of(".."), 4)) {
            List<Path> folders =
                    found.filter(path -> path.endsWith(Path.of("target", "classes"))).toList();
            return new ClassFileImporter().importPaths(folders);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
