#!/usr/bin/env bash
# A night without a CI service. In a crontab:
#
#   0 2 * * *  cd /opt/assay && docs/ci/nightly.sh >>nightly.log 2>&1 || mail -s assay you@example.org <ci/run/summary.md
#
# Arguments, such as --suite my-suite.yml, go to both commands. What tonight's build is compared
# with is ASSAY_REFERENCE, by default the installed Assay in /opt/assay-accepted; where that is not
# there (yet), only the stored baseline is. Ends with the exit code of the worse command.
set -uo pipefail

reference=${ASSAY_REFERENCE:-dist=/opt/assay-accepted}

run=0
./run-all.sh run --effort nightly --ci ci/run "$@" || run=$?

ab=0
rm -rf ci/ab
if [[ $reference != dist=* || -d ${reference#dist=}/bin ]]; then
    ./run-all.sh ab --effort nightly --a "$reference" --ci ci/ab "$@" || ab=$?
fi

# The order of docs/nightly.md.
for code in 130 70 64 3 1 4 2; do
    if [ "$run" = "$code" ] || [ "$ab" = "$code" ]; then
        exit "$code"
    fi
done
exit $((run > ab ? run : ab))
