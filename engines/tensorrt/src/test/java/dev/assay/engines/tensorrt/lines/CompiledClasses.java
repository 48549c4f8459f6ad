package dev.assay.engines.tensorrt.lines;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.FieldRefEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Classes as they are compiled, by internal name, which nothing has loaded.
record CompiledClasses(Map<String, ClassModel> classes) {
    private static final String BINDINGS = "org/bytedeco/";

    /// @param places folders of classes, and jars
    static CompiledClasses of(List<Path> places) throws IOException {
        Map<String, ClassModel> classes = new TreeMap<>();
        for (Path place : places) {
            if (Files.isDirectory(place)) {
                read(place, classes);
            } else {
                try (FileSystem jar = FileSystems.newFileSystem(place)) {
                    read(jar.getPath("/"), classes);
                }
            }
        }
        return new CompiledClasses(classes);
    }

    private static void read(Path root, Map<String, ClassModel> classes) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.toList()) {
                String name = String.valueOf(file.getFileName());
                if (name.endsWith(".class") && !name.endsWith("-info.class")) {
                    ClassModel model = ClassFile.of().parse(Files.readAllBytes(file));
                    classes.put(model.thisClass().asInternalName(), model);
                }
            }
        }
    }

    /// Where a class was compiled to.
    static Path placeOf(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    /// What these classes use of bindings that is not there.
    ///
    /// @return by class
    Map<String, Set<String>> missingIn(CompiledClasses bindings) {
        Map<String, Set<String>> missing = new TreeMap<>();
        classes.forEach((name, model) -> {
            for (PoolEntry entry : model.constantPool()) {
                bindings.lacking(entry)
                        .ifPresent(
                                it -> missing.computeIfAbsent(name, _ -> new TreeSet<>()).add(it));
            }
        });
        return missing;
    }

    private Optional<String> lacking(PoolEntry entry) {
        return switch (entry) {
            case MemberRefEntry member ->
                    Optional.of(member.owner().asInternalName())
                            .filter(owner -> owner.startsWith(BINDINGS) && !has(owner, member))
                            .map(owner ->
                                    owner.substring(owner.lastIndexOf('/') + 1)
                                            + "."
                                            + member.name().stringValue());
            case ClassEntry type ->
                    Optional.of(type.asInternalName())
                            .filter(it -> it.startsWith(BINDINGS) && !classes.containsKey(it));
            default -> Optional.empty();
        };
    }

    /// Whether a class or one that it extends declares a member, with the very types that the
    /// compiler saw.
    private boolean has(String owner, MemberRefEntry member) {
        ClassModel model = classes.get(owner);
        if (model == null) {
            return !owner.startsWith(BINDINGS) && isInherited(owner, member.name().stringValue());
        }
        boolean own =
                member instanceof FieldRefEntry
                        ? model.fields().stream()
                                .anyMatch(it ->
                                        it.fieldName().equals(member.name())
                                                && it.fieldType().equals(member.type()))
                        : model.methods().stream()
                                .anyMatch(it ->
                                        it.methodName().equals(member.name())
                                                && it.methodType().equals(member.type()));
        return own
                || Stream.concat(model.superclass().stream(), model.interfaces().stream())
                        .anyMatch(it -> has(it.asInternalName(), member));
    }

    /// Of a class of the JDK.
    private static boolean isInherited(String owner, String member) {
        try {
            Class<?> type = Class.forName(owner.replace('/', '.'));
            return Arrays.stream(type.getMethods()).anyMatch(it -> it.getName().equals(member));
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
