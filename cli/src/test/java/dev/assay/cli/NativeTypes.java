package dev.assay.cli;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Arrays;
import java.util.stream.Stream;

/// The rule that no type of a native binding leaves the engines.
final class NativeTypes {
    private NativeTypes() {}

    /// @param packages as ArchUnit writes them, e.g. `org.bytedeco..`
    static ArchCondition<JavaClass> stayInside(String... packages) {
        return new ArchCondition<>("not let types of " + Arrays.toString(packages) + " out") {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                for (JavaMethod method : item.getMethods()) {
                    if (method.getModifiers().contains(JavaModifier.PUBLIC)
                            && types(method).anyMatch(type -> isNative(type, packages))) {
                        events.add(SimpleConditionEvent.violated(method, method.getFullName()));
                    }
                }
            }
        };
    }

    private static Stream<JavaClass> types(JavaMethod method) {
        return Stream.concat(
                Stream.of(method.getRawReturnType()), method.getRawParameterTypes().stream());
    }

    private static boolean isNative(JavaClass type, String... packages) {
        return Arrays.stream(packages)
                .map(name -> name.replace("..", "."))
                .anyMatch(name -> type.getPackageName().concat(".").startsWith(name));
    }
}
