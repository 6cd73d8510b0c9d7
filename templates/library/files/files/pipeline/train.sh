#!/bin/sh
# build/train.csv → models/line.txt ("slope intercept"); $1 is the ridge penalty
set -eu
mkdir -p models
awk -F, -v ridge="$1" '
    NR > 1 { n++; sx += $1; sy += $2; sxx += $1 * $1; sxy += $1 * $2 }
    END {
        if (n < 2) { print "train: fewer than two rows" > "/dev/stderr"; exit 1 }
        slope = (sxy - sx * sy / n) / (sxx - sx * sx / n + ridge)
        printf "%.6f %.6f\n", slope, (sy - slope * sx) / n
    }
' build/train.csv >models/line.txt
echo "slope and intercept: $(cat models/line.txt)"
