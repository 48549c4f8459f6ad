package dev.assay.core.suite;

import dev.assay.core.AssayException;
import dev.assay.core.generated.GeneratedData;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/// Reads suite files and reports everything that is wrong with one at once, with line numbers.
public final class SuiteReader {
    private static final List<String> KEYS =
            List.of(
                    "schema",
                    "name",
                    "generated",
                    "models",
                    "engines",
                    "precisions",
                    "batches",
                    "workloads",
                    "tolerances",
                    "plugins",
                    "ladders",
                    "published",
                    "only",
                    "exclude");
    private static final int MAX_BATCH = 65_536;

    private final EngineCatalog catalog;
    private final FileCheck check;

    /// Reads a suite whose files have to be here, but for those that will be generated.
    public SuiteReader(EngineCatalog catalog) {
        this(catalog, FileCheck.ALL_BUT_GENERATED);
    }

    private SuiteReader(EngineCatalog catalog, FileCheck check) {
        this.catalog = catalog;
        this.check = check;
    }

    /// Reads the suite of a run that may have been measured elsewhere: its models need not be here.
    public SuiteReader withoutFiles() {
        return new SuiteReader(catalog, FileCheck.NONE);
    }

    /// Reads a suite once its data are generated: these have to be here, too.
    public SuiteReader withGenerated() {
        return new SuiteReader(catalog, FileCheck.ALL);
    }

    /// @throws AssayException listing all problems of the file
    public Suite read(Path file) {
        Problems problems = new Problems(file);
        YamlValue root = new YamlValue(compose(file, problems), problems);
        Map<String, YamlValue> entries = root.entries("the suite", KEYS);
        for (String required : List.of("schema", "name", "models", "engines")) {
            if (!entries.containsKey(required)) {
                root.problem("the suite has no '" + required + "'");
            }
        }
        checkSchema(Optional.ofNullable(entries.get("schema")));
        Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of("/"));
        List<GeneratedData> generated =
                list(entries, "generated", new GeneratedReader(folder.normalize())::read);
        ModelReader models =
                new ModelReader(
                        folder,
                        problems,
                        check.whichMustExist(generated.stream().map(GeneratedData::into).toList()));
        List<ModelSpec> modelSpecs = models(entries, models);
        Suite suite =
                new Suite(
                        text(entries, "name").filter(name -> checkName(entries, name)).orElse("?"),
                        file.toAbsolutePath().normalize(),
                        modelSpecs,
                        list(entries, "engines", this::engine),
                        orDefault(
                                list(entries, "precisions", SuiteReader::precision),
                                Precision.FP32),
                        orDefault(list(entries, "batches", SuiteReader::batch), 1),
                        orDefault(
                                list(entries, "workloads", SuiteReader::workload),
                                Workload.LATENCY),
                        ToleranceReader.tolerances(Optional.ofNullable(entries.get("tolerances"))),
                        models.path(entries, "published"),
                        list(entries, "only", value -> value.text("a pattern of 'only'")),
                        list(entries, "exclude", value -> value.text("a pattern of 'exclude'")),
                        generated,
                        ladders(entries, models, modelSpecs));
        checkEngines(suite.engines(), Optional.ofNullable(entries.get("engines")));
        Optional.ofNullable(entries.get("tolerances"))
                .ifPresent(it ->
                        ScoreBounds.check(
                                it,
                                suite.tolerances(),
                                suite.models().stream().map(ModelSpec::image).toList()));
        problems.throwIfAny();
        return suite;
    }

    private static Node compose(Path file, Problems problems) {
        String text;
        try {
            text = Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw AssayException.config("Cannot read the suite " + file + ": " + reason(e));
        }
        try {
            LoadSettings settings = LoadSettings.builder().setLabel(file.toString()).build();
            Optional<Node> node = new Compose(settings).composeString(text);
            if (node.isPresent()) {
                return node.get();
            }
            problems.add(1, "the file is empty");
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            problems.add(line, "not valid YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            problems.add(1, "not valid YAML: " + e.getMessage());
        } catch (StackOverflowError e) {
            problems.add(1, "not valid YAML: nested too deeply");
        }
        problems.throwIfAny();
        throw AssayException.config(file + " cannot be read");
    }

    private static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "there is no such file";
        }
        return e instanceof CharacterCodingException ? "it is not UTF-8 text" : e.toString();
    }

    private static void checkSchema(Optional<YamlValue> schema) {
        schema.ifPresent(value ->
                value.text("'schema'")
                        .filter(text -> !text.equals(Suite.SCHEMA))
                        .ifPresent(text ->
                                value.problem(
                                        "schema is '%s', this Assay reads '%s'"
                                                .formatted(text, Suite.SCHEMA))));
    }

    private static boolean checkName(Map<String, YamlValue> entries, String name) {
        YamlValue value = entries.get("name");
        if (value != null && !name.matches("[a-z0-9][a-z0-9._-]*")) {
            value.problem("name '" + name + "' may only have a-z, 0-9, '.', '_' and '-'");
            return false;
        }
        return true;
    }

    private static List<ModelSpec> models(Map<String, YamlValue> entries, ModelReader reader) {
        YamlValue value = entries.get("models");
        if (value == null) {
            return List.of();
        }
        List<ModelSpec> models =
                value.items("'models'").stream().flatMap(it -> reader.read(it).stream()).toList();
        ModelIds.check(models, value);
        return models;
    }

    private Ladders ladders(
            Map<String, YamlValue> entries, ModelReader reader, List<ModelSpec> models) {
        LadderReader ladders =
                new LadderReader(catalog, models.stream().map(ModelSpec::id).distinct().toList());
        return new Ladders(
                list(entries, "plugins", value -> reader.plugin(value)),
                list(entries, "ladders", ladders::read));
    }

    private Optional<EngineSpec> engine(YamlValue value) {
        Map<String, YamlValue> entries =
                value.isMapping()
                        ? value.entries("an engine", List.of("id", "options", "builds"))
                        : Map.of("id", value);
        Optional<String> id = text(entries, "id");
        if (id.isEmpty()) {
            value.problem("an engine has no id");
            return Optional.empty();
        }
        Optional<EngineDescriptor> descriptor = catalog.find(id.get());
        if (descriptor.isEmpty()) {
            value.problem(
                    "unknown engine '%s'%s"
                            .formatted(id.get(), Problems.suggestion(id.get(), catalog.ids())));
            return Optional.empty();
        }
        YamlValue options = entries.get("options");
        return Optional.of(
                new EngineSpec(
                        id.get(),
                        options == null ? Map.of() : options(options, descriptor.get()),
                        builds(entries, descriptor.get())));
    }

    private static int builds(Map<String, YamlValue> entries, EngineDescriptor engine) {
        YamlValue value = entries.get("builds");
        Optional<String> text = text(entries, "builds");
        if (value == null || text.isEmpty()) {
            return 1;
        }
        if (!text.get().matches("[1-9]")) {
            value.problem("builds is '%s', it must be from 1 to 9".formatted(text.get()));
            return 1;
        }
        if (!engine.profiled() && !text.get().equals("1")) {
            value.problem(engine.id() + " is not built: it has no builds to compare");
            return 1;
        }
        return Integer.parseInt(text.get());
    }

    /// Case ids name an engine by its id alone, so a suite can have each only once.
    private static void checkEngines(List<EngineSpec> engines, Optional<YamlValue> value) {
        Set<String> ids = new HashSet<>();
        for (EngineSpec engine : engines) {
            if (!ids.add(engine.id())) {
                value.ifPresent(it -> it.problem("engine '" + engine.id() + "' is named twice"));
            }
        }
    }

    private static Map<String, String> options(YamlValue value, EngineDescriptor engine) {
        List<String> known =
                engine.options().stream().map(EngineDescriptor.EngineOption::name).toList();
        Map<String, String> options = new LinkedHashMap<>();
        value.entries("the options of " + engine.id(), known)
                .forEach((name, node) ->
                        node.text("option '" + name + "'")
                                .filter(text -> legal(engine, name, text, node))
                                .ifPresent(text -> options.put(name, text)));
        return options;
    }

    private static boolean legal(
            EngineDescriptor engine, String name, String text, YamlValue node) {
        for (EngineDescriptor.EngineOption option : engine.options()) {
            if (option.name().equals(name) && !text.matches(option.pattern())) {
                node.problem(
                        "option %s of %s is '%s', it must match %s: %s"
                                .formatted(
                                        name,
                                        engine.id(),
                                        text,
                                        option.pattern(),
                                        option.meaning()));
                return false;
            }
        }
        return true;
    }

    private static Optional<Precision> precision(YamlValue value) {
        return constant(value, "precision", Precision.values(), Precision::name);
    }

    private static Optional<Workload> workload(YamlValue value) {
        Optional<String> text = value.text("a workload");
        try {
            return text.map(Workload::parse);
        } catch (AssayException e) {
            value.problem(
                    e.getMessage()
                            + Problems.suggestion(
                                    text.orElse(""), List.of("latency", "throughput")));
            return Optional.empty();
        }
    }

    static <E extends Enum<E>> Optional<E> constant(
            YamlValue value, String what, E[] constants, Function<E, String> name) {
        Optional<String> text = value.text("a " + what);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        List<String> known = new ArrayList<>();
        for (E constant : constants) {
            if (name.apply(constant)
                    .toLowerCase(Locale.ROOT)
                    .equals(text.get().toLowerCase(Locale.ROOT))) {
                return Optional.of(constant);
            }
            known.add(name.apply(constant));
        }
        value.problem(
                "unknown %s '%s'%s"
                        .formatted(what, text.get(), Problems.suggestion(text.get(), known)));
        return Optional.empty();
    }

    static Optional<Integer> batch(YamlValue value) {
        Optional<String> text = value.text("a batch");
        if (text.isPresent() && text.get().matches("[1-9][0-9]{0,5}")) {
            int batch = Integer.parseInt(text.get());
            if (batch <= MAX_BATCH) {
                return Optional.of(batch);
            }
        }
        text.ifPresent(
                it -> value.problem("batch '%s' must be from 1 to %s".formatted(it, MAX_BATCH)));
        return Optional.empty();
    }

    static Optional<String> text(Map<String, YamlValue> entries, String key) {
        return Optional.ofNullable(entries.get(key)).flatMap(it -> it.text("'" + key + "'"));
    }

    static <T> List<T> list(
            Map<String, YamlValue> entries, String key, Function<YamlValue, Optional<T>> read) {
        YamlValue value = entries.get(key);
        return value == null
                ? List.of()
                : value.items("'" + key + "'").stream()
                        .flatMap(it -> read.apply(it).stream())
                        .toList();
    }

    private static <T> List<T> orDefault(List<T> values, T fallback) {
        return values.isEmpty() ? List.of(fallback) : values.stream().distinct().toList();
    }
}
