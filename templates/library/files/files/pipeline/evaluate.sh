#!/bin/sh
# build/test.csv, models/line.txt → build/evaluate.json
set -eu
awk '
    FILENAME ~ /line.txt$/ { slope = $1; intercept = $2; next }
    FNR == 1 { next }
    { split($0, f, ","); n++; y[n] = f[2]; error[n] = f[2] - (slope * f[1] + intercept); sum += f[2] }
    END {
        for (i = 1; i <= n; i++) { rss += error[i] ^ 2; tss += (y[i] - sum / n) ^ 2 }
        printf "{\"r2\": %.6f, \"rmse\": %.6f, \"rows\": %d}\n", 1 - rss / tss, sqrt(rss / n), n
    }
' models/line.txt build/test.csv >build/evaluate.json
cat build/evaluate.json
