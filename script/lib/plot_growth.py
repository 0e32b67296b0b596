"""plot_growth.py LOG PICTURE.svg: draws how the time of MDAV-generic grows with rows and falls with k, from the figures in LOG that
script/bench collected."""

import re
import sys

import matplotlib

matplotlib.use("svg")
matplotlib.rcParams["svg.hashsalt"] = "growth"
import matplotlib.pyplot as plot

LINE = re.compile(r"figure\tMDAV-generic, ([\d,]+) × 10, k = (\d+)\t(\w+)\t([\d.]+)\tms")


def read(path):
    with open(path, encoding="utf-8") as log:
        found = filter(None, map(LINE.search, log))
        return [(where, int(rows.replace(",", "")), int(k), float(ms)) for rows, k, where, ms in map(re.Match.groups, found)]


def main():
    points = read(sys.argv[1])
    if not points:
        sys.exit("no figure of MDAV-generic in the log")
    figure, (by_rows, by_k) = plot.subplots(1, 2, figsize=(9, 3.6), layout="constrained")
    for place, style in [("native", "o-"), ("Chromium", "s--")]:
        series = sorted((rows, ms) for where, rows, k, ms in points if where == place and k == 3)
        by_rows.loglog(*zip(*series), style, label=place)
        series = sorted((k, ms) for where, rows, k, ms in points if where == place and rows == 10_000)
        by_k.loglog(*zip(*series), style, label=place)
    by_rows.set(xlabel="rows, k = 3, 10 columns", ylabel="milliseconds")
    by_k.set(xlabel="k, 10,000 rows, 10 columns", ylabel="milliseconds")
    for axes in (by_rows, by_k):
        axes.grid(True, which="major", alpha=0.3)
        axes.legend(frameon=False)
    figure.savefig(sys.argv[2], metadata={"Date": None})


main()
