package dev.assay.cli.imports;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What came of an import, in words.
///
/// @param facts what was found, by what it is about
/// @param mistakes what the suite's runs will be red for
/// @param notes what may be worth a change
public record Imported(Map<String, String> facts, List<String> mistakes, List<String> notes) {
    public Imported {
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
        mistakes = List.copyOf(mistakes);
        notes = List.copyOf(notes);
    }
}
