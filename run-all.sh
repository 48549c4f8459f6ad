#!/usr/bin/env bash
# The one front door: finds a JDK 25, builds what is stale and hands over to Assay.
#
#   ./run-all.sh               measure, check and report the default suite
#   ./run-all.sh test [...]    the whole test suite, with format and static checks
#   ./run-all.sh COMMAND ...   dist/bin/assay COMMAND ...   (see ./run-all.sh --help)
set -euo pipefail

root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
# shellcheck source=cli/src/main/dist/find-jdk.sh
source "$root/cli/src/main/dist/find-jdk.sh"
JAVA_HOME=$(assay_find_jdk) || exit 70
export JAVA_HOME

stamp="$root/dist/.built"

require_maven() {
    if ! command -v mvn >/dev/null; then
        echo "Assay is built with Maven 3.8 or newer and found none: install it" >&2
        echo "(Debian, Ubuntu: apt-get install maven) and run this again." >&2
        exit 70
    fi
}

maven() {
    MAVEN_OPTS="${MAVEN_OPTS:-} --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED" \
        mvn -B -ntp -f "$root/pom.xml" "$@"
}

# Folders are looked at too, so that a deleted source file counts as a change.
is_stale() {
    [ ! -f "$stamp" ] || [ ! -x "$root/dist/bin/assay" ] ||
        [ -n "$(find "$root"/{,*/,engines/*/}pom.xml "$root"/{*,engines/*}/src \
            -path '*/src/test' -prune -o -newer "$stamp" -print -quit 2>/dev/null)" ]
}

build() {
    require_maven
    local log="$root/dist/build.log"
    rm -rf "$root/dist"
    mkdir -p "$root/dist"
    echo "Building Assay (the first time downloads about 250 MB) ..." >&2
    local started
    started=$(mktemp)
    if ! maven -q package -Dmaven.test.skip=true >"$log" 2>&1; then
        tail -n 40 "$log" >&2
        echo "The build failed; all of its output is in $log" >&2
        rm -f "$started"
        exit 70
    fi
    # The stamp is as old as the build's start: a file saved while it ran is newer.
    mv "$started" "$stamp"
}

if [ "${1:-}" = test ]; then
    shift
    require_maven
    maven -Pchecks verify "$@"
    exit
fi

if is_stale; then
    build
fi
if [ $# -eq 0 ]; then
    set -- run
fi
exec "$root/dist/bin/assay" "$@"
