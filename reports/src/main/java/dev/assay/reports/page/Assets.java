package dev.assay.reports.page;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/// The page's style and script, and the policy that lets a browser run nothing else.
///
/// Model names and reasons are untrusted. They are escaped; should one ever slip through, the
/// policy allows only the two blocks with these hashes, no other script, style or address.
public record Assets(String style, String script) {
    static Assets load() {
        return new Assets(read("report.css"), read("report.js"));
    }

    /// Those of the pages of engines.
    static Assets inside() {
        return new Assets(read("report.css"), read("inside.js"));
    }

    /// Value of the page's `Content-Security-Policy`.
    public String policy() {
        return "default-src 'none'; img-src data:; style-src 'sha256-%s'; script-src 'sha256-%s'; base-uri 'none'; form-action 'none'"
                .formatted(hash(style), hash(script));
    }

    private static String hash(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new AssayException(ErrorKind.INTERNAL, "Every JDK has SHA-256", e);
        }
    }

    private static String read(String name) {
        try (InputStream in = Assets.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new AssayException(
                        ErrorKind.INTERNAL, name + " is missing from assay-reports");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssayException(ErrorKind.INTERNAL, "Cannot read " + name + ": " + e, e);
        }
    }
}
