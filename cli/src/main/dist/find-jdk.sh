# Sourced by run-all.sh and bin/assay: finds a JDK of at least version 25. Plain sh with "local".

ASSAY_JDK=25

# Prints the major version of the java in a home folder, or nothing.
assay_jdk_version() {
    local release="$1/release"
    [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -f "$release" ] &&
        sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$release"
}

# Prints the home of a JDK that is new enough: ASSAY_JAVA_HOME, JAVA_HOME, the java on the PATH,
# then the folders where JDKs are usually installed. Fails with instructions if there is none.
assay_find_jdk() {
    local home version seen=""
    local on_path
    on_path=$(readlink -f "$(command -v java 2>/dev/null || echo /nonexistent)" 2>/dev/null)
    for home in "${ASSAY_JAVA_HOME:-}" "${JAVA_HOME:-}" "${on_path%/bin/java}" \
        /usr/lib/jvm/* /opt/java/* /opt/jdk* "${HOME:-/nonexistent}"/.sdkman/candidates/java/* \
        "${HOME:-/nonexistent}"/.jdks/* /usr/java/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
        [ -n "$home" ] || continue
        version=$(assay_jdk_version "$home") || continue
        [ -n "$version" ] || continue
        if [ "$version" -ge "$ASSAY_JDK" ]; then
            printf '%s\n' "$home"
            return 0
        fi
        seen="$seen $home (version $version)"
    done
    {
        echo "Assay needs a JDK $ASSAY_JDK or newer and found none."
        [ -z "$seen" ] || echo "Too old:$seen"
        echo "Install one, for example Eclipse Temurin $ASSAY_JDK (https://adoptium.net):"
        echo "  Debian, Ubuntu:  apt-get install temurin-$ASSAY_JDK-jdk   (Adoptium's package source)"
        echo "  Fedora, RHEL:    dnf install java-$ASSAY_JDK-openjdk-devel"
        echo "  SDKMAN:          sdk install java $ASSAY_JDK-tem"
        echo "or set JAVA_HOME to where it is."
    } >&2
    return 1
}
