package dev.assay.reports;

import dev.assay.reports.model.CaseRow;
import dev.assay.reports.model.EffectivePrecision;
import dev.assay.reports.text.TerminalText;

/// Names a case in a terminal's table, with how many layers run in its precision.
final class TerminalLabel {
    private TerminalLabel() {}

    /// For example `tensorrt-onnx fp16 41/58`.
    static String of(CaseRow row) {
        return TerminalText.clean(row.label());
    }

    /// Where it is too long the engine's name is cut: precisions are what rows differ in.
    static String of(CaseRow row, int columns) {
        String label = of(row);
        if (TerminalText.width(label) <= columns) {
            return label;
        }
        String precision = TerminalText.clean(precision(row));
        int left = columns - TerminalText.width(precision) - 1;
        return left < 2
                ? TerminalText.cut(label, columns)
                : TerminalText.cut(TerminalText.clean(row.id().engine()), left) + " " + precision;
    }

    private static String precision(CaseRow row) {
        String steps = row.id().steps().equals("base") ? "" : " " + row.id().steps();
        String layers = row.precision().map(EffectivePrecision::share).map(" "::concat).orElse("");
        return row.id().precision() + steps + layers;
    }
}
