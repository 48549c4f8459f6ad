package dev.assay.core.kernels;

import java.util.ArrayList;
import java.util.List;

/// Names of kernels as a person reads them.
///
/// CUPTI gives a C++ kernel's name as the linker sees it. Of the Itanium C++ ABI (section 5.1,
/// "External Names") only what leads a function's name is read: namespaces, classes and the
/// function itself, each its length and then its letters; parameters and template arguments are
/// left out.
final class KernelName {
    private static final String MANGLED = "_Z";
    private static final String UNNAMED_NAMESPACE = "_GLOBAL__N_";

    private KernelName() {}

    /// For example `cuInt8::nchwTonchw` of `_ZN6cuInt810nchwTonchwI6__halfLi32EEEvPKS1_`; a name in
    /// another form as it is, without parameters and template arguments.
    static String readable(String name) {
        if (name.startsWith(MANGLED)) {
            List<String> parts = parts(name);
            return parts.isEmpty() ? name : String.join("::", parts);
        }
        return name.replaceAll("\\(.*", "").replaceAll("<.*", "").replaceFirst("^void ", "");
    }

    /// @return none where the name begins with something else than names
    private static List<String> parts(String name) {
        List<String> parts = new ArrayList<>();
        int at = MANGLED.length();
        if (name.startsWith("L", at)) {
            at++; // a function of one file
        }
        boolean nested = name.startsWith("N", at);
        if (nested) {
            at++;
        }
        while (at < name.length() && Character.isDigit(name.charAt(at))) {
            int end = at;
            int length = 0;
            while (end < name.length() && Character.isDigit(name.charAt(end))) {
                length = length * 10 + Character.digit(name.charAt(end), 10);
                end++;
                if (length > name.length()) {
                    return List.of();
                }
            }
            if (end + length > name.length()) {
                return List.of();
            }
            String part = name.substring(end, end + length);
            if (!part.startsWith(UNNAMED_NAMESPACE)) {
                parts.add(part);
            }
            at = end + length;
            if (!nested) {
                break;
            }
        }
        return parts;
    }
}
