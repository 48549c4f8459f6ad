#!/usr/bin/env bash
# Lays Assay's COCO evaluation beside pycocotools on the same 490,000 detections: whole processes in
# turn, and evaluation alone, warm, with JMH. The numbers of both must be the same.
#
#   benchmarks/peers/pycocotools.sh WORK [ROUNDS]
#
# PYTHON names a Python with NumPy and pycocotools (reference-data/tools/requirements.txt), ASSAY the
# launcher, default dist/bin/assay (./run-all.sh builds it), JAVA_HOME a JDK 25. Processes with one thread are bound to one processor
# where `taskset` is there, Python's too, so that compilers and collectors get no other. WORK keeps
# the files: 90 MB.
set -euo pipefail

work=$1 rounds=${2:-3}
root=$(cd "$(dirname "$0")/../.." && pwd)
assay=${ASSAY:-$root/dist/bin/assay}
python=${PYTHON:-python3}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
pin=
! command -v taskset >/dev/null || pin="taskset -c 0"

mkdir -p "$work"
mvn -q -B -ntp -f "$root/pom.xml" -pl accuracy -am test-compile
class_path="$root/accuracy/target/test-classes:$root/accuracy/target/classes:$root/dist/lib/*"
"$java" -cp "$class_path" dev.assay.accuracy.coco.GeneratedSet large "$work"

# Seconds, those of them on a processor and in the kernel, and peak memory in KiB of a process, appended to a file; what it prints goes to another.
timed() {
    local name=$1
    shift
    /usr/bin/time -a -o "$work/$name.times" -f "%e %U %S %M" "$@" >"$work/$name.json"
}

rm -f "$work"/*.times "$work/python-rounds.jsonl"
for _ in $(seq "$rounds"); do
    timed python $pin "$python" "$root/benchmarks/peers/pycocotools_times.py" "$work/gt.json" "$work/dt.json"
    cat "$work/python.json" >>"$work/python-rounds.jsonl"
    timed assay-1 $pin "$assay" coco "$work/gt.json" "$work/dt.json" --threads 1 --json -
    timed assay-2 "$assay" coco "$work/gt.json" "$work/dt.json" --threads 2 --json -
done
$pin "$java" --sun-misc-unsafe-memory-access=allow -cp "$class_path" org.openjdk.jmh.Main CocoBenchmark -p threads=1 \
    -rf json -rff "$work/jmh-1.json" >"$work/jmh-1.log"
"$java" --sun-misc-unsafe-memory-access=allow -cp "$class_path" org.openjdk.jmh.Main CocoBenchmark -p threads=2 \
    -rf json -rff "$work/jmh-2.json" >"$work/jmh-2.log"
"$python" "$root/benchmarks/peers/pycocotools_table.py" "$work"
