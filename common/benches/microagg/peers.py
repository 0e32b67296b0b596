"""Times the Python packages that do the same work: `peers.py PACKAGE K COLUMNS FILE` reads little-endian doubles, row by row, from FILE
and prints, as JSON, the sum of squares within groups that the package reached and the seconds of its fastest of three runs. What it
compiles first is compiled in a run of its own that does not count."""

import json
import sys
import time

import numpy


def prepare(package, size):
    if package == "microagg1d":
        from microagg1d import univariate_microaggregation

        def squares_within(values, labels):
            means = numpy.bincount(labels, values) / numpy.bincount(labels)
            return ((values - means[labels]) ** 2).sum()

        # Sorts, and answers a group for every value. By "staggered", the fastest of its methods that find the best groups: the one that
        # it chooses by itself for few rows per group is faster and misses them (on 100,000 rows and k = 3 by about 1 % of the loss).
        def run(table):
            return univariate_microaggregation(table[:, 0], size, method="staggered", stable=1)

        return run, lambda table, labels: squares_within(table[:, 0], labels)

    from microaggregation import calculate_sse_dynamic

    # Takes the rows in their order, and answers the sum alone.
    return lambda table: calculate_sse_dynamic(table, size), lambda _, squares: squares


def main():
    package, size, columns, path = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    table = numpy.fromfile(path, dtype="<f8").reshape(-1, columns)
    run, squares = prepare(package, size)
    run(table[: 10 * size])
    best = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        answer = run(table)
        best = min(best, time.perf_counter() - start)
    json.dump({"squares_within": float(squares(table, answer)), "seconds": best}, sys.stdout)


main()
