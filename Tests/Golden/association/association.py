"""Rank correlations by their definitions and enumeration of all orders (exact integers), and adjusted p-values.

    python3 Tests/Golden/association/association.py > Tests/Golden/association/association.csv

Each row: coefficient, n, the ranks of y when x ascends, the estimate, the two-sided p as a fraction.
"""
import itertools
import random
from fractions import Fraction


def squared(order):
    return sum((place - rank) ** 2 for place, rank in enumerate(order))


def discordant(order):
    return sum(first > second for first, second in itertools.combinations(order, 2))


def two_sided(count, total_orders, value):
    lower = sum(number for key, number in count.items() if key <= value)
    upper = sum(number for key, number in count.items() if key >= value)
    return min(Fraction(1), Fraction(2 * min(lower, upper), total_orders))


random.seed(20240229)
print("coefficient,n,order,estimate,p")
for n in range(3, 10):
    orders = [tuple(random.sample(range(n), n)) for _ in range(3)] + [tuple(range(n))]
    counts = {"spearman": {}, "kendall": {}}
    total = 0
    for order in itertools.permutations(range(n)):
        total += 1
        for name, statistic in (("spearman", squared(order)), ("kendall", discordant(order))):
            counts[name][statistic] = counts[name].get(statistic, 0) + 1
    for order in orders:
        text = " ".join(map(str, order))
        rho = 1 - Fraction(6 * squared(order), n ** 3 - n)
        tau = 1 - Fraction(4 * discordant(order), n * (n - 1))
        for name, estimate, value in (("spearman", rho, squared(order)), ("kendall", tau, discordant(order))):
            p = two_sided(counts[name], total, value)
            print(f"{name},{n},{text},{float(estimate)!r},{float(p)!r}")
