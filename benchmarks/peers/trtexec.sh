#!/usr/bin/env bash
# Lays one case of Assay beside trtexec on the same plan: three processes of one, then three of the
# other, in turn; both sides by one formula.
#
#   benchmarks/peers/trtexec.sh TRTEXEC SUITE CASE ROUNDS WORK -- [trtexec's own flags]
#
# SUITE must set the engine options `exportTimes: true` and, for CASE, the same loop as trtexec's
# flags: `useCudaGraph`, `useSpinWait`. CASE is a full case id with the workload `throughput`
# (trtexec keeps two queries in flight). Each of ROUNDS rounds runs one quick run of Assay (three
# fresh JVMs) and then three processes of trtexec. The shapes, `--shapes=…`, and the inputs,
# `--loadInputs=…`, are trtexec's flags too. ASSAY names the launcher, default dist/bin/assay.
set -euo pipefail

trtexec=$1 suite=$2 case=$3 rounds=$4 work=$5
shift 5
[ "${1:-}" = -- ] && shift
assay=${ASSAY:-$(dirname "$0")/../../dist/bin/assay}
processes=3

mkdir -p "$work"
for round in $(seq "$rounds"); do
    $assay run --suite "$suite" --cases "$case" --effort quick --out "$work/assay-$round" \
        --warn-only >"$work/assay-$round.log" 2>&1
    plan=$(sed -n 's#^ *"artefact" *: *"\(file://\)*\(.*\)",*$#\2#p' "$work/assay-$round"/engines/*.json | head -n 1)
    for process in $(seq $processes); do
        "$trtexec" --loadEngine="$plan" --warmUp=500 --duration=1.5 \
            --exportTimes="$work/trtexec-$round-$process.json" "$@" \
            >"$work/trtexec-$round-$process.log" 2>&1
    done
done

$assay times --csv "$work"/assay-*/samples/"$case"/times.fork*.json "$work"/trtexec-*.json \
    >"$work/times.csv"

# trtexec writes times with six digits: after a second, steps of 10 us, too coarse for enqueueing a CUDA
# graph. What it prints has all digits.
for log in "$work"/trtexec-*.log; do
    sed -n 's/.*Enqueue Time: .*median = \([0-9.e+-]*\) ms.*/\1/p' "$log" |
        awk -v file="$log" '{ printf "%s,,ENQUEUE,%.9f,\n", file, $1 / 1000 }'
done >>"$work/times.csv"

# Per metric: the median over processes of each side, their ratio, and the spread of each side.
awk -F, '
    function median(list, n,    i, j, t) {
        for (i = 2; i <= n; i++)
            for (j = i; j > 1 && list[j] < list[j - 1]; j--) { t = list[j]; list[j] = list[j - 1]; list[j - 1] = t }
        return n % 2 ? list[(n + 1) / 2] : (list[n / 2] + list[n / 2 + 1]) / 2
    }
    function variation(list, n,    i, sum, square) {
        for (i = 1; i <= n; i++) { sum += list[i]; square += list[i] * list[i] }
        sum /= n
        return sum > 0 && n > 1 ? 100 * sqrt((square / n - sum * sum > 0 ? square / n - sum * sum : 0) * n / (n - 1)) / sum : 0
    }
    NR > 1 {
        side = $1 ~ /trtexec-[0-9]+-[0-9]+\.(json|log)$/ ? "trtexec" : "assay"
        if ($1 ~ /trtexec-.*\.json$/ && $3 == "ENQUEUE") next
        value[side, $3, ++count[side, $3]] = $4
        metrics[$3] = 1
        if ($3 == "DEVICE_COMPUTE") { value[side, "THROUGHPUT", ++count[side, "THROUGHPUT"]] = $5; metrics["THROUGHPUT"] = 1 }
    }
    END {
        printf "%-16s %12s %12s %8s %7s %7s  %s\n", "metric", "assay", "trtexec", "ratio", "cv% a", "cv% t", "processes"
        for (metric in metrics) {
            for (s = 1; s <= 2; s++) {
                side = s == 1 ? "assay" : "trtexec"
                n = count[side, metric]
                split("", list)
                for (i = 1; i <= n; i++) list[i] = value[side, metric, i]
                cv[s] = variation(list, n)
                m[s] = median(list, n)
                c[s] = n
            }
            scale = metric == "THROUGHPUT" ? 1 : 1000
            printf "%-16s %12.4f %12.4f %8.4f %7.3f %7.3f  %d + %d\n", metric, m[1] * scale, m[2] * scale, (m[2] ? m[1] / m[2] : 0), cv[1], cv[2], c[1], c[2]
        }
    }' "$work/times.csv"
