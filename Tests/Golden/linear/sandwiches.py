"""Sandwich covariances by their definitions, with dense matrices in 50-digit arithmetic: python3 sandwiches.py

Residuals e = (1 - H) y with H = X (X'WX)^-1 X'W. Heteroscedasticity-consistent: sum of omega v v', v = (X'WX)^-1 x,
omega = (w e)^2 (1 - h)^-d. Cluster-robust: sum of s s', s = (X'WX)^-1 X_g' W_g A_g e_g with A_g = B_g^(-1/2) for CR2,
B_g = [(1 - H)(1 - H)']_gg (generalised inverse), and (1 - H_gg)^-1 for CR3: Pustejovsky and Tipton, J Bus Econ Stat 36
(2018) 672-683, with the identity for a target. Satterthwaite's degrees of freedom of coefficient j from
P_gh = p_g'p_h, p_g = (1 - H)_g' A_g' W_g X_g (X'WX)^-1 e_j: (sum P_gg)^2 / sum P_gh^2.
"""

import json

import mpmath as mp

mp.mp.dps = 50
N, CLUSTERS = 26, [0] * 3 + [1] * 7 + [2] * 5 + [3] * 2 + [4] * 8 + [5] * 1


def data():
    rows = []
    for i in range(N):
        x1 = (i * 37 % 23) / 4 + CLUSTERS[i]
        x2 = (i * 29 % 11) - 3
        x3 = 1.0 if CLUSTERS[i] in (0, 2, 4) else 0.0
        y = 2 + 0.5 * x1 - 0.25 * x2 + (i * 53 % 19) / 8 + (CLUSTERS[i] * 7 % 5) / 2
        rows.append(([1.0, x1, x2, x3], y, 0.5 + (i * 41 % 17) / 8))
    return rows


def symmetric_power(matrix, power):
    values, vectors = mp.eigsy(matrix)
    scaled = mp.diag([v**power if v > mp.mpf("1e-12") else mp.mpf(0) for v in values])
    return vectors * scaled * vectors.T


def column(x):
    return mp.matrix([[mp.mpf(v)] for v in x])


def describe(design, response, weights):
    n, k = len(design), len(design[0])
    x, y, w = mp.matrix(design), column(response), mp.diag([mp.mpf(v) for v in weights])
    bread = (x.T * w * x) ** -1
    hat = x * bread * x.T * w
    rest = mp.eye(n) - hat
    e = rest * y
    out = {"coef": [float(v) for v in bread * x.T * w * y]}
    h = [hat[i, i] for i in range(n)]
    mean, largest = mp.mpf(k) / n, max(h)
    ratio = [v / mean for v in h]
    exponents = {
        "HC0": [0] * n, "HC2": [1] * n, "HC3": [2] * n, "HC4": [min(4, r) for r in ratio],
        "HC4m": [min(1, r) + min(mp.mpf(3) / 2, r) for r in ratio],
        "HC5": [min(r, max(4, mp.mpf("0.7") * largest / mean)) / 2 for r in ratio],
    }
    for name, d in exponents.items():
        total = mp.zeros(k, k)
        for i in range(n):
            v = bread * x[i, :].T
            total += (w[i, i] * e[i]) ** 2 * (1 - h[i]) ** -d[i] * (v * v.T)
        out["se_" + name] = [float(mp.sqrt(total[j, j])) for j in range(k)]
    groups = [[i for i in range(n) if CLUSTERS[i] == g] for g in sorted(set(CLUSTERS))]

    def part(matrix, rows, columns):
        return mp.matrix([[matrix[i, j] for j in columns] for i in rows])

    everything = list(range(n))
    covariance = rest * rest.T
    # CR3 does not exist where a column is constant within clusters: the inverse is not there, or is rounding error.
    for name in ("CR0", "CR2", "CR3"):
        total, p = mp.zeros(k, k), [[] for _ in range(k)]
        try:
            for rows in groups:
                if name == "CR0":
                    a = mp.eye(len(rows))
                elif name == "CR2":
                    a = symmetric_power(part(covariance, rows, rows), mp.mpf(-1) / 2)
                else:
                    a = part(rest, rows, rows) ** -1
                    if max(abs(v) for v in a) > mp.mpf("1e20"):
                        raise ZeroDivisionError
                factor = bread * part(x, rows, range(k)).T * part(w, rows, rows) * a
                s = factor * part(e, rows, [0])
                total += s * s.T
                for j in range(k):
                    p[j].append(part(rest, rows, everything).T * factor[j, :].T)
        except ZeroDivisionError:
            continue
        out["se_" + name] = [float(mp.sqrt(total[j, j])) for j in range(k)]
        freedom = []
        for j in range(k):
            products = [[(a.T * b)[0] for b in p[j]] for a in p[j]]
            trace = sum(products[g][g] for g in range(len(groups)))
            freedom.append(float(trace**2 / sum(v * v for line in products for v in line)))
        out["df_" + name] = freedom
    return out


def main():
    rows = data()
    design, response, weights = [r[0] for r in rows], [r[1] for r in rows], [r[2] for r in rows]
    # Indicators of the clusters instead of the intercept and the column that is constant within clusters.
    fixed = [[float(CLUSTERS[i] == g) for g in range(5)] + r[1:3] for i, r in enumerate(design)]
    # The last cluster has one row and would be met exactly: it shares its indicator.
    for i in range(N):
        if CLUSTERS[i] == 5:
            fixed[i][4] = 1.0
    made = {"design": design, "fixed": fixed, "response": response, "weights": weights, "clusters": CLUSTERS}
    made["plain"] = describe(design, response, [1.0] * N)
    made["weighted"] = describe(design, response, weights)
    made["plain_fixed"] = describe(fixed, response, [1.0] * N)
    with open("sandwiches.json", "w") as file:
        json.dump(made, file, indent=1)


main()
