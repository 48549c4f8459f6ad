package dev.assay.core.format;

import java.util.Optional;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.InjectableValues;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The two JSON mappers: strict about missing values, lenient about unknown ones.
///
/// Unknown properties are accepted because a newer minor version of Assay may add some; a newer
/// major version is refused by {@link JsonLines} before any field is read.
public final class Json {
    /// What a component is filled with that records of older runs lack: an empty `Optional`, by
    /// `@JacksonInject(value = Json.ABSENT, useInput = OptBoolean.TRUE)`. All others must be there.
    public static final String ABSENT = "absent";

    private static final JsonMapper COMPACT =
            JsonMapper.builder()
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                    .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                    .injectableValues(new InjectableValues.Std().addValue(ABSENT, Optional.empty()))
                    .build();
    private static final JsonMapper INDENTED =
            COMPACT.rebuild().enable(SerializationFeature.INDENT_OUTPUT).build();

    private Json() {}

    /// One line per value.
    public static JsonMapper compact() {
        return COMPACT;
    }

    /// For files that people read.
    public static JsonMapper indented() {
        return INDENTED;
    }
}
