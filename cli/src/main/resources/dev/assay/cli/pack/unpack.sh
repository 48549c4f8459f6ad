#!/bin/sh
# Unpacks this kit:  sh unpack.sh [FOLDER]   (FOLDER: ./assay, or one that is empty or new)
#
# Needs tar, gzip and the usual small tools (sha256sum, df, head, tail), and nothing else.
set -eu

first_bytes=@FIRST_BYTES@
unpacked_kib=@UNPACKED_KIB@

fail() {
    echo "unpack.sh: $*" >&2
    exit 1
}

kit=$(cd "$(dirname "$0")" && pwd)
target=${1:-assay}

for tool in tar gzip sha256sum df head tail; do
    command -v "$tool" >/dev/null || fail "there is no '$tool' on this host: install it"
done
[ "$(uname -s) $(uname -m)" = "Linux x86_64" ] || fail "this kit is for Linux on x86-64"

mkdir -p "$target"
target=$(cd "$target" && pwd)
[ -z "$(ls -A "$target")" ] || fail "$target is not empty: give another folder"
# The last line of df; its fourth field is what is free.
# shellcheck disable=SC2046
set -- $(df -Pk "$target" | tail -n 1)
[ "$4" -gt "$unpacked_kib" ] ||
    fail "$target has $(($4 / 1024)) MiB free and the kit needs $((unpacked_kib / 1024)) MiB"

echo "Checking the chunks ..."
(cd "$kit" && sha256sum -c --quiet SHA256SUMS) ||
    fail "a chunk is missing or damaged, see above: copy it again"

chunks() {
    while read -r _ chunk; do
        cat "$kit/$chunk"
    done <"$kit/SHA256SUMS"
}

echo "Unpacking into $target ..."
# The Java runtime comes first, because it unpacks the rest.
chunks 2>/dev/null | head -c "$first_bytes" | gzip -dc | (cd "$target" && tar -xf -)
chunks | tail -c "+$((first_bytes + 1))" |
    "$target/jre/bin/java" --enable-native-access=ALL-UNNAMED -Djava.io.tmpdir="$target" \
        -cp "$target/lib/*" dev.assay.cli.pack.Decompress |
    (cd "$target" && tar -xf -)

"$target/bin/assay" --version
echo "Next: $target/bin/assay doctor"
