package dev.assay.reports.trust;

/// A piece of evidence with its name.
///
/// @param detail the long form, shown on demand
public record Fact(String label, String value, String detail) {
    private static final int WIDE = 44;

    /// Whether it needs the room of two.
    public boolean wide() {
        return value.length() > WIDE && !detail.isEmpty();
    }
}
