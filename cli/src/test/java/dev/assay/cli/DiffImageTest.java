package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.assay.core.format.FloatFile;
import dev.assay.core.format.Json;
import dev.assay.core.verdict.Exit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// `assay diff --image`.
class DiffImageTest {
    /// Where the larger conformance cases are beside the project.
    private static final Path SHARED =
            Path.of(System.getProperty("basedir", ""))
                    .toAbsolutePath()
                    .resolve("../../shared/conformance/tensor")
                    .normalize();

    private static final List<String> KEYS =
            List.of(
                    "crop",
                    "psnr",
                    "ssim",
                    "ssim_per_channel",
                    "mrae",
                    "rmse_crop",
                    "psnr_clamped01",
                    "sam_rad",
                    "sam_deg");
    private static final int SIDE = 16;
    private static final int PLANE = SIDE * SIDE;

    @TempDir Path folder;
    private Assay assay = new Assay(Path.of(""));

    @BeforeEach
    void prepare() {
        assay = new Assay(folder);
    }

    @Test
    void agreesWithTheOracleOnColours() throws Exception {
        agrees("sr_image255", "--crop", "4", "--range", "255");
    }

    @Test
    void agreesWithTheOracleOnSpectra() throws Exception {
        agrees("spectral31", "--crop", "8");
    }

    @Test
    void scoresTheMeanOfTheImages() throws Exception {
        // Two RGB images: the first is 1 too large everywhere, the second equals its target.
        float[] target = ramp(2 * 3 * PLANE);
        float[] output = target.clone();
        for (int i = 0; i < 3 * PLANE; i++) {
            output[i]++;
        }
        write(output, target);

        Assay.Result text = diff("2x3x16x16", "--image", "--range", "255");
        JsonNode json = json("2x3x16x16", "--image", "--range", "255");

        assertThat(text.exitCode()).isEqualTo(Exit.CLEAN);
        assertThat(text.output())
                .contains("image scores of 2 images, crop 0")
                .contains("48.1308, range 255, left out: 1 equal images")
                .contains("left out: 1 zero targets");
        assertThat(text.output().lines()).allMatch(line -> line.length() <= 80);
        double psnr = 20 * Math.log10(255);
        assertThat(json.path("psnr").asDouble())
                .as("the equal image has no finite one")
                .isCloseTo(psnr, within(1e-12 * psnr));
        assertThat(json.path("rmse_crop").asDouble()).isEqualTo(0.5);
        assertThat(json.path("ssim_per_channel").size()).isEqualTo(3);
        assertThat(json.has("psnr_clamped01")).as("contradicts the range").isFalse();
    }

    @Test
    void scoresLumaAndWhatIsUndefinedAsNull() throws Exception {
        float[] target = ramp(3 * PLANE);
        write(target.clone(), target);

        JsonNode json = json("1x3x16x16", "--image", "--clamp", "0,1", "--luma", "--crop", "2");

        assertThat(json.path("psnr").isNull()).as("infinite").isTrue();
        assertThat(json.path("ssim").asDouble()).isEqualTo(1);
        assertThat(json.path("ssim_per_channel").size()).as("luma").isEqualTo(1);
        assertThat(json.path("crop").asInt()).isEqualTo(2);
        assertThat(json("1x3x16x16", "--image").has("psnr")).as("no range").isFalse();
        assertThat(json("1x3x16x16").propertyNames()).doesNotContainAnyElementsOf(KEYS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--crop 4                 | add --image",
                "--luma                   | add --image",
                "--image --luma           | e.g. --range 255",
                "--image --clamp 1        | write the two ends",
                "--image --clamp 0;1      | write the two ends",
                "--image --clamp 1,0      | the smaller one first",
                "--image --range 0        | above 0",
                "--image --crop -1        | 0 or more pixels",
                "--image --crop 8         | leaves nothing of an image of 16x16",
                "--image --crop 3 --range 1 | ssim needs 11x11 pixels",
                "--image --range 1 --shape 3x16x16 | needs images [N, C, H, W]",
            })
    void refusesOptionsThatDoNotGoTogether(String options, String message) throws Exception {
        write(ramp(3 * PLANE), ramp(3 * PLANE));
        String shape = options.contains("--shape") ? "" : "1x3x16x16";

        Assay.Result result = diff(shape, options.split(" ", -1));

        assertThat(result.exitCode()).isEqualTo(Exit.USAGE);
        assertThat(result.output()).contains(message);
    }

    @Test
    void saysWhereTheFirstValueIsThatIsNotFinite() throws Exception {
        float[] output = ramp(3 * PLANE);
        output[PLANE + 2 * SIDE + 5] = Float.NaN;
        output[PLANE + 3 * SIDE] = Float.POSITIVE_INFINITY;
        write(output, ramp(3 * PLANE));

        Assay.Result text = diff("1x3x16x16", "--image", "--range", "1");

        assertThat(text.exitCode()).isEqualTo(Exit.REGRESSION);
        assertThat(text.output())
                .contains("first at 293 [0, 1, 2, 5]: engine NaN, reference 1.14453125")
                .contains("FAILED 'tensor': 2 of 768 pairs are not finite, the first at 293")
                .containsPattern("SSIM +undefined");
        assertThat(text.output().lines()).allMatch(line -> line.length() <= 80);
        Path written = folder.resolve("diff.json");
        diff("1x3x16x16", "--image", "--range", "1", "--json", written.toString());
        JsonNode json = Json.compact().readTree(Files.readString(written));
        assertThat(json.path("firstNonFinite").asInt()).isEqualTo(293);
        assertThat(json.path("ssim_per_channel").isNull()).isTrue();
    }

    private void agrees(String name, String... options) throws Exception {
        assumeTrue(Files.isDirectory(SHARED), "the cases are not here: no " + SHARED);
        JsonNode oracle = Json.compact().readTree(Files.readString(SHARED.resolve(name + ".json")));
        JsonNode expected = oracle.path("expected");
        for (String side : List.of("a", "b")) {
            Files.copy(SHARED.resolve(name + "." + side + ".f32"), folder.resolve(side + ".f32"));
        }
        List<String> shape = new ArrayList<>();
        oracle.path("shape").forEach(it -> shape.add(it.asString()));
        List<String> all = new ArrayList<>(List.of("--image"));
        all.addAll(List.of(options));

        JsonNode actual = json(String.join("x", shape), all.toArray(String[]::new));

        Set<String> given = Set.copyOf(expected.propertyNames());
        assertThat(actual.propertyNames())
                .containsAll(KEYS.stream().filter(given::contains).toList());
        for (String key : KEYS.stream().filter(given::contains).toList()) {
            double relative = key.startsWith("ssim") ? 1e-9 : 1e-12;
            List<Double> values = numbers(expected.path(key));
            assertThat(numbers(actual.path(key))).as(key).hasSameSizeAs(values);
            for (int i = 0; i < values.size(); i++) {
                assertThat(numbers(actual.path(key)).get(i))
                        .as(key)
                        .isCloseTo(values.get(i), within(relative * Math.abs(values.get(i))));
            }
        }
    }

    private static List<Double> numbers(JsonNode node) {
        List<Double> numbers = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(it -> numbers.add(it.asDouble()));
        } else {
            numbers.add(node.asDouble());
        }
        return numbers;
    }

    private static float[] ramp(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = i / 256f;
        }
        return values;
    }

    private void write(float[] output, float[] target) {
        FloatFile.write(folder.resolve("a.f32"), output);
        FloatFile.write(folder.resolve("b.f32"), target);
    }

    private JsonNode json(String shape, String... options) throws Exception {
        List<String> all = new ArrayList<>(List.of(options));
        all.addAll(List.of("--json", "-"));
        return Json.compact().readTree(diff(shape, all.toArray(String[]::new)).output());
    }

    private Assay.Result diff(String shape, String... options)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("diff", "a.f32", "b.f32"));
        if (!shape.isEmpty()) {
            arguments.addAll(List.of("--shape", shape));
        }
        arguments.addAll(List.of(options));
        return assay.run(arguments.toArray(String[]::new));
    }
}
