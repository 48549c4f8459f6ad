package dev.assay.core.format;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.InjectableValues;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The two JSON mappers: strict about missing values, lenient about unknown ones.
///
/// Unknown properties are accepted because a newer minor version of Assay may add some; a newer
/// major version is refused by {@link JsonLines} before any field is read. What a minor version
/// added, records of older ones lack: a component that is annotated with `@JacksonInject` and one
/// of the names here is empty then.
public final class Json {
    /// Stands for a list that older records do not have.
    public static final String EMPTY_LIST = "assay.emptyList";

    /// Stands for an optional value that older records do not have.
    public static final String ABSENT = "assay.absent";

    /// The same for a record's second one: Jackson takes each name once.
    public static final String ABSENT_TOO = "assay.absentToo";

    private static final JsonMapper COMPACT =
            JsonMapper.builder()
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                    .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                    .injectableValues(
                            new InjectableValues.Std()
                                    .addValue(EMPTY_LIST, List.of())
                                    .addValue(ABSENT, Optional.empty())
                                    .addValue(ABSENT_TOO, Optional.empty()))
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
