"""Lines with one and two turning points on made-up data in 50-digit arithmetic: segmented.json.

Each pair of intervals is fitted without constraints (Hudson 1966) and with one or both turning points at values of x;
the smallest sum of squares of all admissible fits is the minimum. Run: python3 segmented.py
"""
import itertools
import json
import random
from mpmath import mp, mpf, matrix, sqrt, lu_solve, inverse, betainc, findroot, atan, gamma, pi

mp.dps = 50


def text(x):
    return mp.nstr(x, 25)


def least_squares(columns, y, w):
    p, n = len(columns), len(y)
    H = matrix(p, p)
    for a in range(p):
        for b in range(p):
            H[a, b] = sum(w[i] * columns[a][i] * columns[b][i] for i in range(n))
    try:
        b = lu_solve(H, matrix([sum(w[i] * columns[a][i] * y[i] for i in range(n)) for a in range(p)]))
    except ZeroDivisionError:
        return None
    if max(abs(v) for v in b) > mpf(10) ** 30:
        return None
    rss = sum(w[i] * (y[i] - sum(columns[a][i] * b[a] for a in range(p))) ** 2 for i in range(n))
    return b, rss, H


def hinge(x, place):
    return [max(mpf(0), v - place) for v in x]


def search(base, x, y, w, count):
    knots = sorted(set(x))
    best = None
    # A place is a value of x, or free between two neighbours.
    places = [("at", k) for k in knots[1:-1]] + [("in", a, b) for a, b in zip(knots[1:-2], knots[2:-1])]
    for chosen in itertools.combinations(places, count):
        columns = list(base)
        where = []
        for c in chosen:
            where.append(len(columns))
            if c[0] == "at":
                columns.append(hinge(x, c[1]))
            else:
                columns.append([v - c[1] if v > c[1] else mpf(0) for v in x])
                columns.append([mpf(1) if v > c[1] else mpf(0) for v in x])
        fit = least_squares(columns, y, w)
        if fit is None:
            continue
        b, rss, _ = fit
        psi = []
        for c, k in zip(chosen, where):
            psi.append(c[1] if c[0] == "at" else c[1] - b[k + 1] / b[k])
        if any(c[0] == "in" and not c[1] < q < c[2] for c, q in zip(chosen, psi)):
            continue
        if best is None or rss < best[0]:
            best = (rss, sorted(psi))
    return best


def student_tail(t, m):
    return betainc(m / mpf(2), mpf(1) / 2, 0, m / (m + t * t), regularized=True) / 2


def report(x, z, y, w):
    n = len(y)
    base = [[mpf(1)] * n, x, z]
    out = {}
    for count in (1, 2):
        rss, psi = search(base, x, y, w, count)
        columns = base + [hinge(x, q) for q in psi]
        b, check, _ = least_squares(columns, y, w)
        assert abs(check - rss) < mpf(10) ** -30 * rss
        steps = [[-b[3 + k] if v > q else mpf(0) for v in x] for k, q in enumerate(psi)]
        m = n - 3 - 2 * count
        full = least_squares(columns + steps, y, w)[2]
        V = inverse(full) * (rss / m)
        # Two turning points with one value between them: the covariance is singular, and the errors are null.
        singular = max(abs(V[k, k]) for k in range(V.rows)) > mpf(10) ** 20

        def error(variance):
            return None if singular else text(sqrt(variance))

        slopes, errors = [], []
        for piece in range(count + 1):
            pick = [1] + [3 + k for k in range(piece)]
            slopes.append(sum(b[k] for k in pick))
            errors.append(error(sum(V[r, c] for r in pick for c in pick)))
        out[str(count)] = {
            "turning_points": [text(q) for q in psi], "rss": text(rss), "coefficients": [text(v) for v in b],
            "turning_point_errors": [error(V[3 + count + k, 3 + count + k]) for k in range(count)],
            "slopes": [text(v) for v in slopes], "slope_errors": errors}
        if count == 1:
            straight = least_squares(base, y, w)[1]
            # 95 % point of F(1, m) is the square of that of Student's t.
            t = findroot(lambda v: student_tail(v, m) - mpf("0.025"), mpf("2.1"))
            bound = rss * (1 + t * t / m)

            def excess(place):
                return least_squares(base + [hinge(x, place)], y, w)[1] - bound

            knots = sorted(set(x))
            ends = []
            for a, c in zip(knots[1:-2], knots[2:-1]):
                steps_ = [a + (c - a) * mpf(k) / 60 for k in range(61)]
                values = [excess(s) for s in steps_]
                for s, u, f, g in zip(steps_, steps_[1:], values, values[1:]):
                    if f * g < 0:
                        ends.append(findroot(excess, (s, u), solver="anderson", tol=mpf(10) ** -60, verify=False))
            out["1"]["ends"] = [text(v) for v in ends]
            out["1"]["ends_are_inside"] = [int(excess(knots[1]) < 0), int(excess(knots[-2]) < 0)]
            # Davies' bound, with and without the sign of the statistic.
            rows = sorted(x)
            free = n - 4
            angles, stats = [], []
            for k in range(10):
                place = rows[1] + (rows[-2] - rows[1]) * mpf(k) / 9
                got = least_squares(base + [hinge(x, place)], y, w)
                gain = straight - got[1]
                angles.append(atan(sqrt(gain / got[1])) * (1 if got[0][3] > 0 else -1))
                stats.append(sqrt(gain / (got[1] / free)))
            top = max(stats)
            u = top ** 2 / (free + top ** 2)
            density = (1 - u) ** ((free - 1) / mpf(2)) * gamma(free / mpf(2) + mpf(1) / 2) / (
                2 * gamma(free / mpf(2)) * sqrt(pi))
            for name, a in (("davies", angles), ("davies_folded", [abs(v) for v in angles])):
                variation = sum(abs(q - p) for p, q in zip(a, a[1:]))
                out["1"][name] = text(min(mpf(1), 2 * (student_tail(top, free) + variation * density)))
    return out


def main():
    draw = random.Random(1966)
    cases = []
    for size, noise in ((16, 0.3), (18, 1.0), (20, 2.5), (22, 0.6)):
        x = [round(draw.uniform(80, 200), 1) for _ in range(size)]
        x[3] = x[4] = x[5]
        z = [draw.randrange(2) for _ in range(size)]
        w = [draw.choice([1, 2, 0.5]) for _ in range(size)] if size != 16 else [1] * size
        y = [round(3 + 0.05 * (a - 100) - 0.08 * max(0, a - 130) + 0.4 * b + noise * draw.gauss(0, 1), 3)
             for a, b in zip(x, z)]
        exact = report([mpf(float(v)) for v in x], [mpf(v) for v in z], [mpf(float(v)) for v in y], [mpf(v) for v in w])
        cases.append({"x": x, "z": z, "y": y, "weights": w, **exact})
    with open("segmented.json", "w") as file:
        json.dump(cases, file)
        file.write("\n")


main()
