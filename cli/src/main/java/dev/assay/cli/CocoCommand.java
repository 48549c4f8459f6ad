package dev.assay.cli;

import dev.assay.accuracy.coco.CocoEvaluation;
import dev.assay.accuracy.coco.CocoJson;
import dev.assay.accuracy.coco.CocoOptions;
import dev.assay.accuracy.coco.CocoResult;
import dev.assay.accuracy.coco.IouType;
import dev.assay.core.format.AtomicFile;
import dev.assay.core.format.Json;
import dev.assay.core.verdict.Exit;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// COCO's average precision and recall of a file of detections.
@Command(
        name = "coco",
        description = {
            "The 12 COCO numbers of detections, and those of each category.",
            "Bit for bit those of pycocotools 2.0.11, or a refusal that names the record",
            "where pycocotools would be silently wrong."
        },
        mixinStandardHelpOptions = true)
final class CocoCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "GT.json", description = "annotations")
    private Path annotations = Path.of("");

    @Parameters(index = "1", paramLabel = "DT.json", description = "detections")
    private Path detections = Path.of("");

    @Option(
            names = "--iou-type",
            paramLabel = "bbox|segm",
            description = "overlap of boxes (default) or masks")
    private IouType iouType = IouType.BBOX;

    @Option(names = "--no-categories", description = "match across categories, as for proposals")
    private boolean noCategories;

    @Option(
            names = "--max-dets",
            paramLabel = "N",
            split = ",",
            description = "detections per image and category (default: 1,10,100)")
    private List<Integer> maxDets = CocoOptions.USUAL_MAX_DETS;

    @Option(
            names = "--as-pycocotools",
            description = "evaluate all that pycocotools evaluates, its errors included")
    private boolean asPycocotools;

    @Option(names = "--json", paramLabel = "FILE", description = "write JSON; - for stdout alone")
    private Optional<String> json = Optional.empty();

    @Option(names = "--threads", paramLabel = "N", description = "default: one per processor")
    private Optional<Integer> threads = Optional.empty();

    @Override
    public Integer call() {
        CocoOptions options =
                new CocoOptions(
                        iouType,
                        !noCategories,
                        maxDets,
                        asPycocotools,
                        threads.orElse(Runtime.getRuntime().availableProcessors()));
        CocoResult result = CocoEvaluation.evaluate(annotations, detections, options);
        result.warnings().forEach(it -> Console.err().println(CocoText.warning(it)));
        String rendered = Json.indented().writeValueAsString(CocoJson.of(result)) + "\n";
        json.filter(it -> !it.equals("-")).ifPresent(it -> AtomicFile.write(Path.of(it), rendered));
        boolean onlyJson = json.filter(it -> it.equals("-")).isPresent();
        Console.out().print(onlyJson ? rendered : CocoText.render(result));
        return Exit.CLEAN;
    }
}
