#!/usr/bin/env bash
# Lays Assay's error statistics beside NumPy's of the same two files, 67,108,864 FP32 elements each:
# NumPy in turn with Assay by JMH (warm, one thread and two) and with `assay diff` (whole process).
# The numbers of both must agree.
#
#   benchmarks/peers/numpy_errors.sh WORK [ROUNDS]
#
# PYTHON names a Python with NumPy (reference-data/tools/requirements.txt), ASSAY the launcher,
# default dist/bin/assay, JAVA_HOME a JDK 25. WORK keeps the files: 512 MiB.
set -euo pipefail

work=$1 rounds=${2:-3}
root=$(cd "$(dirname "$0")/../.." && pwd)
assay=${ASSAY:-$root/dist/bin/assay}
python=${PYTHON:-python3}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
engine=$work/engine.npy reference=$work/reference.npy

mkdir -p "$work"
[ -f "$reference" ] || "$python" "$root/benchmarks/peers/numpy_errors.py" --make 67108864 "$engine" "$reference"
mvn -q -B -ntp -f "$root/pom.xml" -pl benchmarks -am test-compile
class_path="$root/benchmarks/target/test-classes:$root/benchmarks/target/classes:$root/core/target/classes:$root/dist/lib/*"

rm -f "$work"/numpy.txt "$work"/diff.txt "$work"/jmh-*.log
for _ in $(seq "$rounds"); do
    "$python" "$root/benchmarks/peers/numpy_errors.py" "$engine" "$reference" --repeat 2 \
        --json "$work/numpy.json" >>"$work/numpy.txt"
    for threads in 1 2; do
        "$java" --sun-misc-unsafe-memory-access=allow -cp "$class_path" org.openjdk.jmh.Main \
            ErrorStatisticsBenchmark -f 1 -p threads=$threads -rf json -rff "$work/jmh.json" \
            -jvmArgsPrepend "-Dassay.errors.engine=$engine -Dassay.errors.reference=$reference" \
            >>"$work/jmh-$threads.log"
    done
    begin=$(date +%s%N)
    "$assay" diff "$engine" "$reference" --json "$work/assay.json" >/dev/null
    echo "$((($(date +%s%N) - begin) / 1000000))" >>"$work/diff.txt"
done
"$python" "$root/benchmarks/peers/numpy_errors.py" --compare "$work"
