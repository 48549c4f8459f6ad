#!/bin/sh
# The front door of a release: the commands of the README, with nothing to build.
set -eu

here=$(cd "$(dirname "$(readlink -f "$0")")" && pwd)
case ${1:-} in
    --gpu)
        if [ ! -d "$here/lib/native" ]; then
            echo "This release has no engines for GPUs, and builds none: take one that was made by" >&2
            echo "./run-all.sh --gpu release in a clone (docs/offline-gpu-host.md)" >&2
            exit 64
        fi
        shift
        ;;
    --cpu) shift ;;
esac
case ${1:-} in
    '') exec "$here/bin/assay" run ;;
    test)
        echo "The test suite is in the source of Assay: clone it and run ./run-all.sh test there" >&2
        exit 64
        ;;
    *) exec "$here/bin/assay" "$@" ;;
esac
