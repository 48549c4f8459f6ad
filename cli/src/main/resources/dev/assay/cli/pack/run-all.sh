#!/bin/sh
# The front door of a release: the commands of the README, with nothing to build.
set -eu

here=$(cd "$(dirname "$(readlink -f "$0")")" && pwd)
case ${1:-} in
    --gpu | --cpu) shift ;;
esac
case ${1:-} in
    '') exec "$here/bin/assay" run ;;
    test)
        echo "The test suite is in the source of Assay: clone it and run ./run-all.sh test there" >&2
        exit 64
        ;;
    *) exec "$here/bin/assay" "$@" ;;
esac
