package dev.assay.onnx.quantize;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.assay.core.AssayException;

/// How the range of an activation was found from the calibration rows.
public enum RangeRule {
    /// max |x| over all elements of all rows.
    LARGEST_MAGNITUDE("largest-magnitude"),
    /// The range whose 128 levels lose least of the distribution of |x| (Kullback-Leibler); what
    /// lies beyond is clipped.
    ENTROPY("entropy");

    private final String slug;

    RangeRule(String slug) {
        this.slug = slug;
    }

    /// @throws AssayException of kind `CONFIG` if there is none of this name
    @JsonCreator
    public static RangeRule of(String slug) {
        for (RangeRule rule : values()) {
            if (rule.slug.equals(slug)) {
                return rule;
            }
        }
        throw AssayException.config(
                "There is no rule '" + slug + "': write largest-magnitude or entropy");
    }

    @JsonValue
    public String slug() {
        return slug;
    }
}
