package dev.assay.core.detection;

import java.util.List;
import java.util.OptionalLong;

/// Which category id a network's label stands for.
///
/// @param ids by label; empty where labels are category ids themselves, as DETR's 91 are
public record CategoryMap(List<Long> ids) {
    public static final CategoryMap IDENTITY = new CategoryMap(List.of());

    /// The 80 categories of COCO's objects; their ids have gaps.
    public static final CategoryMap COCO80 =
            new CategoryMap(
                    List.of(
                            1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L, 13L, 14L, 15L, 16L, 17L,
                            18L, 19L, 20L, 21L, 22L, 23L, 24L, 25L, 27L, 28L, 31L, 32L, 33L, 34L,
                            35L, 36L, 37L, 38L, 39L, 40L, 41L, 42L, 43L, 44L, 46L, 47L, 48L, 49L,
                            50L, 51L, 52L, 53L, 54L, 55L, 56L, 57L, 58L, 59L, 60L, 61L, 62L, 63L,
                            64L, 65L, 67L, 70L, 72L, 73L, 74L, 75L, 76L, 77L, 78L, 79L, 80L, 81L,
                            82L, 84L, 85L, 86L, 87L, 88L, 89L, 90L));

    public CategoryMap {
        ids = List.copyOf(ids);
    }

    /// Empty for a label that the map does not have.
    public OptionalLong of(long label) {
        if (ids.isEmpty()) {
            return OptionalLong.of(label);
        }
        return label >= 0 && label < ids.size()
                ? OptionalLong.of(ids.get((int) label))
                : OptionalLong.empty();
    }
}
