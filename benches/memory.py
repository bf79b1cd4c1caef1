#!/usr/bin/env python3
"""The curves of `cargo bench --bench memory -- 3000000 > memory.csv`, as text: python3 benches/memory.py memory.csv"""
import csv
import sys

WIDTH = 50

rows = list(csv.DictReader(open(sys.argv[1])))
COLUMNS = """sketch_us judge_us_median judge_us_p99 pause_ms_max account_bytes_per_article resident_bytes_per_article
    file_bytes_per_article replay_entries_per_s snapshot_ms restore_ms snapshot_mb"""
for column in COLUMNS.split():
    most = max(float(row[column]) for row in rows) or 1
    print(f"\n{column}")
    for row in rows:
        value = float(row[column])
        print(f"{int(row['articles']):>10,} {'#' * round(value / most * WIDTH):<{WIDTH}} {value:g}")
held = next((row for row in rows if float(row["minhash_judge_us"])), None)
if held:
    for ours, theirs in (("sketch_us", "minhash_sketch_us"), ("judge_us_median", "minhash_judge_us")):
        print(f"\n{ours} {held[ours]} / {theirs} {held[theirs]} = {float(held[ours]) / float(held[theirs]):.2f} at {int(held['articles']):,}")
