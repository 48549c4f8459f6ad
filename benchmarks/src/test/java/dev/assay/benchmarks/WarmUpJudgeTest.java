package dev.assay.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.run.Steadiness;
import dev.assay.core.run.WarmUp;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WarmUpJudgeTest {
    private final SplittableRandom random = new SplittableRandom(7);

    @Test
    void callsNoiseAroundOneLevelSteady() {
        WarmUp judged = judge(samples(90, 0, 0.1));

        assertThat(judged.steadiness()).isEqualTo(Steadiness.STEADY);
        assertThat(judged.judgement()).isEqualTo("steady");
    }

    @Test
    void callsAFallOfAThirdUnsteadyAndSaysByHowMuch() {
        WarmUp judged = judge(samples(90, -0.33, 0.02));

        assertThat(judged.steadiness()).isEqualTo(Steadiness.UNSTEADY);
        assertThat(judged.drift()).isLessThan(-0.15);
        assertThat(judged.judgement()).contains("faster than the first");
    }

    @Test
    void forgivesADriftThatIsCertainButSmall() {
        assertThat(judge(samples(3_000, 0.03, 0.001)).steadiness()).isEqualTo(Steadiness.STEADY);
    }

    @Test
    void forgivesALargeDifferenceThatFewNoisySamplesCannotProve() {
        float[] samples = new float[24];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = i % 2 == 0 ? 1f : 2f;
        }
        samples[23] = 5f;

        assertThat(judge(samples).steadiness()).isEqualTo(Steadiness.STEADY);
    }

    @Test
    void canFailWithTheFewestSamplesThatItJudges() {
        float[] samples = new float[24];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = i < 12 ? 2f + i * 0.001f : 1f + i * 0.001f;
        }

        assertThat(judge(samples).steadiness()).isEqualTo(Steadiness.UNSTEADY);
    }

    @Test
    void judgesConstantSamplesWithoutARankOrder() {
        float[] constant = new float[30];
        Arrays.fill(constant, 0.25f);

        assertThat(judge(constant).steadiness()).isEqualTo(Steadiness.STEADY);
        assertThat(judge(constant).drift()).isZero();
    }

    @Test
    void saysThatFewSamplesWereNotJudged() {
        assertThat(judge(new float[] {1, 2, 3}).steadiness()).isEqualTo(Steadiness.NOT_JUDGED);
        assertThat(judge(new float[] {1, 2, 3}).judgement())
                .isEqualTo("not judged: 3 samples, 24 needed");
    }

    private static WarmUp judge(float[] samples) {
        return WarmUpJudge.judge(samples, 0.5, 10, 1.5);
    }

    private float[] samples(int count, double totalDrift, double noise) {
        float[] samples = new float[count];
        for (int i = 0; i < count; i++) {
            double level = 1 + totalDrift * i / (count - 1);
            samples[i] = (float) (level * (1 + noise * (random.nextDouble() - 0.5)));
        }
        return samples;
    }
}
