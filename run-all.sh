#!/usr/bin/env bash
# The one front door: finds a JDK 25, builds what is stale and hands over to Assay.
#
#   ./run-all.sh                 measure, check and report the default suite
#   ./run-all.sh test [...]      the test suite, with format and static checks; no GPU needed
#   ./run-all.sh test --all      and the end-to-end tests that take minutes
#   ./run-all.sh test --gpu      all of it on a machine with a GPU
#   ./run-all.sh COMMAND ...     dist/bin/assay COMMAND ...   (see ./run-all.sh --help)
#
# --gpu or --cpu as the first argument builds with or without TensorRT and CUDA, now and until the
# other one is given. Without either, a working NVIDIA driver decides.
set -euo pipefail

root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
# shellcheck source=cli/src/main/dist/find-jdk.sh
source "$root/cli/src/main/dist/find-jdk.sh"
# shellcheck source=cli/src/main/scripts/gpu-build.sh
source "$root/cli/src/main/scripts/gpu-build.sh"
JAVA_HOME=$(assay_find_jdk) || exit 70
export JAVA_HOME

# What was built last: "cpu" or "gpu", and "chosen" if that was said on a command line.
stamp="$root/dist/.built"

require_maven() {
    if ! command -v mvn >/dev/null; then
        echo "Assay is built with Maven 3.8 or newer and found none: install it" >&2
        echo "(Debian, Ubuntu: apt-get install maven) and run this again." >&2
        exit 70
    fi
}

maven() {
    # Without a locale, as under cron, Java takes names of files for ASCII: tests have others.
    case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
        '' | C | POSIX) local -x LC_ALL=C.UTF-8 ;;
    esac
    MAVEN_OPTS="${MAVEN_OPTS:-} --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED" \
        mvn -B -ntp -f "$root/pom.xml" "$@"
}

# What to build when no argument says so. A build that was chosen stays, and so does one with the
# GPU's libraries where there is no GPU (any more): they do no harm, and `assay pack` needs them.
wanted_build() {
    local last=""
    [ ! -f "$stamp" ] || last=$(<"$stamp")
    case $last in
        *chosen | gpu) echo "$last" ;;
        *) if assay_gpu_works; then echo gpu; else echo cpu; fi ;;
    esac
}

# Folders are looked at too, so that a deleted source file counts as a change.
is_stale() {
    [ ! -f "$stamp" ] || [ ! -x "$root/dist/bin/assay" ] || [ "$(<"$stamp")" != "$1" ] ||
        [ -n "$(find "$root"/{,*/,engines/*/}pom.xml "$root"/{*,engines/*}/src \
            -path '*/src/test' -prune -o -newer "$stamp" -print -quit 2>/dev/null)" ]
}

# The GPU's libraries take gigabytes: they stay where nothing of them changed.
prepare_gpu_build() {
    assay_announce_gpu_build "$root" || exit 70
    assay_prepare_natives "$root"
}

# $1 as in the stamp.
build() {
    require_maven
    local kind=${1%% *} log="$root/dist/build.log" started profile=""
    if [ "$kind" = gpu ]; then
        profile=-Pgpu
        prepare_gpu_build
    else
        rm -rf "$root/dist/lib/native"
        echo "Building Assay (the first time downloads about 250 MB) ..." >&2
    fi
    mkdir -p "$root/dist/lib"
    find "$root/dist" -mindepth 1 -maxdepth 1 ! -name lib -exec rm -rf {} +
    find "$root/dist/lib" -mindepth 1 -maxdepth 1 ! -name native -exec rm -rf {} +
    started=$(mktemp)
    if ! maven -q package -Dmaven.test.skip=true ${profile:+"$profile"} >"$log" 2>&1; then
        tail -n 40 "$log" >&2
        echo "The build failed; all of its output is in $log" >&2
        rm -f "$started"
        exit 70
    fi
    # The stamp is as old as the build's start: a file saved while it ran is newer.
    echo "$1" >"$stamp"
    touch -r "$started" "$stamp"
    rm -f "$started"
}

run_tests() {
    require_maven
    # Two modules at a time, but never two that time something on one GPU.
    local profiles=checks threads=2
    if [ "$1" = gpu ]; then
        profiles=checks,gpu
        threads=1
        prepare_gpu_build
        # What is in dist is no longer what the stamp says.
        rm -f "$stamp"
    fi
    # Where nothing was built before, what the tests build is what `run-all.sh` would build: it need not be built again.
    local started=""
    [ "$1" = gpu ] || [ -e "$root/dist" ] || started=$(mktemp)
    shift
    maven -T "$threads" -P"$profiles" verify "$@"
    if [ -n "$started" ] && [ -x "$root/dist/bin/assay" ]; then
        echo cpu >"$stamp"
        touch -r "$started" "$stamp"
        rm -f "$started"
    fi
}

said=""
case ${1:-} in
    --gpu | --cpu)
        said=${1#--}
        shift
        ;;
esac

if [ "${1:-}" = test ]; then
    shift
    case ${1:-} in
        --gpu | --cpu)
            said=${1#--}
            shift
            ;;
    esac
    if [ "${1:-}" = --all ]; then
        shift
        # With a GPU no test is left out.
        [ "$said" = gpu ] || set -- "-Dtest.excluded.groups=gpu | rehearsal" "$@"
    fi
    run_tests "${said:-cpu}" "$@"
    exit
fi

if [ -n "$said" ]; then
    wanted="$said chosen"
else
    wanted=$(wanted_build)
fi
if is_stale "$wanted"; then
    build "$wanted"
fi
if [ $# -eq 0 ]; then
    set -- run
fi
exec "$root/dist/bin/assay" "$@"
