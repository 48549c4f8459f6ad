package dev.assay.core.lint;

import java.util.List;

/// Something in an engine that costs time without need.
///
/// @param rule short name, for example `channels`
/// @param what for example `12 INT8 convolutions have 31 channels`
/// @param advice what to do
/// @param layers that it is about
/// @param seconds that these layers take in a query, 0 where it is not known
public record Finding(
        String rule, String what, String advice, List<String> layers, double seconds) {
    public Finding {
        layers = List.copyOf(layers);
    }
}
