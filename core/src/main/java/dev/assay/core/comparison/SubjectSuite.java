package dev.assay.core.comparison;

import dev.assay.core.AssayException;
import dev.assay.core.suite.EngineCatalog;
import dev.assay.core.suite.EngineDescriptor;
import dev.assay.core.suite.EngineDescriptor.EngineOption;
import dev.assay.core.suite.EngineSpec;
import dev.assay.core.suite.Suite;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// Makes the suite of a subject.
public record SubjectSuite(EngineCatalog catalog) {

    /// The suite with the subject's options of its engines.
    ///
    /// @throws AssayException if no engine of the suite has such an option, or not such a value
    public Suite of(Suite suite, Subject subject) {
        Suite changed = suite;
        for (Map.Entry<String, String> setting : subject.engineOptions().entrySet()) {
            changed = with(changed, setting.getKey(), setting.getValue());
        }
        return changed;
    }

    private Suite with(Suite suite, String key, String value) {
        List<EngineSpec> takers =
                suite.engines().stream().filter(it -> takes(it, key)).distinct().toList();
        if (takers.isEmpty()) {
            throw AssayException.config(
                    "No engine of suite %s has the option '%s'; there are %s"
                            .formatted(suite.name(), key, optionNames(suite)));
        }
        takers.forEach(it -> check(catalog.get(it.id()), option(key), value));
        return suite.withEngines(
                suite.engines().stream()
                        .map(it -> takes(it, key) ? with(it, option(key), value) : it)
                        .toList());
    }

    private boolean takes(EngineSpec engine, String key) {
        String named = key.contains(".") ? key.substring(0, key.indexOf('.')) : engine.id();
        return named.equals(engine.id()) && catalog.get(engine.id()).hasOption(option(key));
    }

    private static String option(String key) {
        return key.substring(key.indexOf('.') + 1);
    }

    private static EngineSpec with(EngineSpec engine, String option, String value) {
        Map<String, String> options = new TreeMap<>(engine.options());
        options.put(option, value);
        return new EngineSpec(engine.id(), options, engine.builds());
    }

    private static void check(EngineDescriptor engine, String name, String value) {
        EngineOption option =
                engine.options().stream()
                        .filter(it -> it.name().equals(name))
                        .findFirst()
                        .orElseThrow();
        if (!value.matches(option.pattern())) {
            throw AssayException.config(
                    "Option %s of %s is '%s', it must match %s: %s"
                            .formatted(
                                    name, engine.id(), value, option.pattern(), option.meaning()));
        }
    }

    private TreeSet<String> optionNames(Suite suite) {
        TreeSet<String> names =
                new TreeSet<>(List.of(Subject.DIST, Subject.TENSORRT, Subject.SLOWDOWN));
        suite.engines()
                .forEach(it ->
                        catalog.get(it.id()).options().forEach(option -> names.add(option.name())));
        return names;
    }
}
