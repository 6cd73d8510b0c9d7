#!/bin/sh
# data/raw.csv → build/train.csv, build/test.csv
set -eu
mkdir -p build
awk -F, -v OFS=, '
    NR == 1 { print "x,y" > "build/train.csv"; print "x,y" > "build/test.csv"; next }
    $2 == "" || $3 == "" { next }
    { print $2, $3 > (++kept % 4 == 0 ? "build/test.csv" : "build/train.csv") }
    END { printf "%d of %d rows kept\n", kept, NR - 1 }
' data/raw.csv
