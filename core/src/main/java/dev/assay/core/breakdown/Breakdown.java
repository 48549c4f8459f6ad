package dev.assay.core.breakdown;

import dev.assay.core.kernels.KernelProfile;
import dev.assay.core.kernels.KernelTime;
import dev.assay.core.layers.EngineLayer;
import dev.assay.core.layers.EngineLayers;
import dev.assay.core.layers.LayerRole;
import dev.assay.core.layers.LayerWork;
import dev.assay.core.layers.WorkCounter;
import dev.assay.core.speed.Ceilings;
import dev.assay.core.speed.SpeedOfLight;
import dev.assay.core.trace.TrtexecProfile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// Layers and kernels of one engine put together.
///
/// @param layers that something runs for, in their order
/// @param kernels of one query; none where it was not profiled
/// @param ceilings that speed of light is taken from, where they are known
public record Breakdown(
        List<LayerCost> layers, List<KernelTime> kernels, Optional<Ceilings> ceilings) {
    /// Rows of what the builder put in, and of kernels without a layer.
    public static final String REFORMATS = "reformats";

    private static final String MOVES = "moves";
    private static final String UNKNOWN = "no known layer";

    public Breakdown {
        layers = List.copyOf(layers);
        kernels = List.copyOf(kernels);
    }

    /// @param profile of a run of the same engine
    public static Breakdown of(
            EngineLayers engine, Optional<KernelProfile> profile, Optional<Ceilings> ceilings) {
        List<KernelTime> kernels = profile.map(KernelProfile::kernels).orElse(List.of());
        Map<Integer, List<KernelTime>> byLayer = new HashMap<>();
        for (KernelTime kernel : kernels) {
            kernel.link()
                    .ifPresent(it ->
                            byLayer.computeIfAbsent(it.layer(), key -> new ArrayList<>())
                                    .add(kernel));
        }
        WorkCounter counter = WorkCounter.of(engine);
        Optional<SpeedOfLight> light = ceilings.map(SpeedOfLight::new);
        List<LayerCost> costs =
                engine.running().stream()
                        .map(it ->
                                cost(
                                        it,
                                        counter.of(it),
                                        byLayer.getOrDefault(it.index(), List.of()),
                                        light))
                        .toList();
        return new Breakdown(costs, kernels, ceilings);
    }

    private static LayerCost cost(
            EngineLayer layer,
            LayerWork work,
            List<KernelTime> kernels,
            Optional<SpeedOfLight> light) {
        return new LayerCost(
                layer,
                work,
                kernels,
                kernels.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(sum(kernels)),
                light.map(it -> it.seconds(work, layer.precision())).orElse(OptionalDouble.empty()),
                light.map(it -> it.bound(work, layer.precision()))
                        .orElse(SpeedOfLight.Bound.MEMORY));
    }

    private static double sum(List<KernelTime> kernels) {
        return kernels.stream().mapToDouble(KernelTime::medianSeconds).sum();
    }

    /// Whether there are times.
    public boolean timed() {
        return !kernels.isEmpty();
    }

    /// Of all kernels of a query.
    public double sumSeconds() {
        return sum(kernels);
    }

    /// By precision, the longest first; what only moves, and what is not known, apart.
    public List<PrecisionShare> precisions() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        Map<String, Double> seconds = new HashMap<>();
        for (LayerCost cost : layers) {
            String key = group(cost.layer());
            counts.merge(key, 1, Integer::sum);
            seconds.merge(key, cost.seconds().orElse(0), Double::sum);
        }
        double open = sum(kernels.stream().filter(it -> it.link().isEmpty()).toList());
        if (open > 0) {
            counts.put(UNKNOWN, 0);
            seconds.put(UNKNOWN, open);
        }
        double all = sumSeconds();
        return counts.entrySet().stream()
                .map(it -> {
                    double own = seconds.getOrDefault(it.getKey(), 0.0);
                    return new PrecisionShare(
                            it.getKey(), it.getValue(), own, all == 0 ? 0 : own / all);
                })
                .sorted(
                        Comparator.comparingDouble(PrecisionShare::seconds)
                                .thenComparingInt(PrecisionShare::layers)
                                .reversed())
                .toList();
    }

    private static String group(EngineLayer layer) {
        return switch (layer.role()) {
            case REFORMAT -> REFORMATS;
            case MOVE -> MOVES;
            case COMPUTE, NOTHING -> layer.precision();
        };
    }

    /// What runs in a precision, or nothing.
    public PrecisionShare in(String precision) {
        return precisions().stream()
                .filter(it -> it.precision().equals(precision))
                .findFirst()
                .orElse(new PrecisionShare(precision, 0, 0, 0));
    }

    /// Kernels by the time that all their launches take, the longest first.
    public List<KernelGroup> topKernels() {
        Map<Integer, EngineLayer> byIndex = new HashMap<>();
        layers.forEach(it -> byIndex.put(it.layer().index(), it.layer()));
        Map<String, List<KernelTime>> byName = new LinkedHashMap<>();
        kernels.forEach(it -> byName.computeIfAbsent(it.name(), key -> new ArrayList<>()).add(it));
        double all = sumSeconds();
        return byName.entrySet().stream()
                .map(it -> group(it.getKey(), it.getValue(), byIndex, all))
                .sorted(Comparator.comparingDouble(KernelGroup::seconds).reversed())
                .toList();
    }

    private static KernelGroup group(
            String name, List<KernelTime> launches, Map<Integer, EngineLayer> byIndex, double all) {
        List<EngineLayer> owners =
                launches.stream()
                        .flatMap(it -> it.link().stream())
                        .flatMap(it -> Optional.ofNullable(byIndex.get(it.layer())).stream())
                        .distinct()
                        .toList();
        double seconds = sum(launches);
        return new KernelGroup(
                name,
                launches.getFirst().shortName(),
                launches.size(),
                seconds,
                all == 0 ? 0 : seconds / all,
                owners.stream().map(EngineLayer::name).toList(),
                !owners.isEmpty() && owners.stream().allMatch(EngineLayer::foreign));
    }

    /// Share of speed of light of all layers together whose times and work are known.
    public OptionalDouble lightShare() {
        double light = 0;
        double taken = 0;
        for (LayerCost cost : layers) {
            if (cost.lightShare().isPresent()) {
                light += cost.lightSeconds().getAsDouble();
                taken += cost.seconds().getAsDouble();
            }
        }
        return taken == 0 ? OptionalDouble.empty() : OptionalDouble.of(light / taken);
    }

    /// Operations of all layers whose work is known.
    public double flop() {
        return layers.stream().mapToDouble(it -> it.work().flop().orElse(0)).sum();
    }

    /// Layers that only change a layout or a type, because the builder wants it.
    public int reformats() {
        return (int) layers.stream().filter(it -> it.layer().role() == LayerRole.REFORMAT).count();
    }

    /// Times by layer as trtexec exports them. A layer without a known kernel has none.
    ///
    /// @param queries that the medians are of
    public TrtexecProfile trtexec(int queries) {
        double all = sumSeconds();
        List<TrtexecProfile.Layer> rows = new ArrayList<>();
        for (LayerCost cost : layers) {
            if (cost.seconds().isPresent()) {
                double mean = cost.kernels().stream().mapToDouble(KernelTime::meanSeconds).sum();
                rows.add(
                        new TrtexecProfile.Layer(
                                cost.layer().name(),
                                mean * 1e3 * queries,
                                mean * 1e3,
                                cost.seconds().getAsDouble() * 1e3,
                                cost.seconds().getAsDouble() / all * 100));
            }
        }
        return new TrtexecProfile(queries, rows);
    }

    /// For example `asked FP16: 258 of 388 computing layers and 62.1 % of the kernels' time run
    /// FP16, 61 reformats take 9.3 %`.
    public String sentence(String asked) {
        long computing =
                layers.stream().filter(it -> it.layer().role() == LayerRole.COMPUTE).count();
        PrecisionShare own = in(asked);
        PrecisionShare reformats = in(REFORMATS);
        String text =
                "asked %s: %d of %d computing layers".formatted(asked, own.layers(), computing);
        return timed()
                ? text
                        + String.format(
                                Locale.ROOT,
                                " and %.1f %% of the kernels' time run %s, %d reformats take %.1f %%",
                                own.share() * 100,
                                asked,
                                reformats.layers(),
                                reformats.share() * 100)
                : text + " run %s, %d reformats".formatted(asked, reformats.layers());
    }
}
