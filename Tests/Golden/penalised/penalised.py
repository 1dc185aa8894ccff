"""Ridge, LASSO, elastic net and non-negative least squares on made-up data in 50-digit arithmetic: penalised.json.

The minimum with absolute penalties (or signs) is found by trying every pattern of zeros and signs and keeping the one
that satisfies the conditions of a minimum. Run: python3 penalised.py
"""
import itertools
import json
import random
from mpmath import mp, mpf, matrix, sqrt, lu_solve, inverse

mp.dps = 50


def text(x):
    return mp.nstr(x, 25)


def standardised(X, y, w, centre=True):
    n, p = len(y), len(X[0])
    W = sum(w)
    v = [a / W for a in w]
    means = [sum(v[i] * X[i][j] for i in range(n)) for j in range(p)]
    scales = [sqrt(sum(v[i] * (X[i][j] - means[j]) ** 2 for i in range(n))) for j in range(p)]
    if not centre:
        means = [mpf(0)] * p
    ym = sum(v[i] * y[i] for i in range(n)) if centre else mpf(0)
    Z = [[(X[i][j] - means[j]) / scales[j] for j in range(p)] for i in range(n)]
    return v, means, scales, ym, Z, [a - ym for a in y]


def elastic_net(X, y, w, lam, mixing, centre=True):
    v, means, scales, ym, Z, c = standardised(X, y, w, centre)
    n, p = len(y), len(X[0])
    ys = sqrt(sum(v[i] * c[i] ** 2 for i in range(n)))
    l1, l2 = lam * mixing, lam * (1 - mixing) / ys
    G = [[sum(v[i] * Z[i][a] * Z[i][b] for i in range(n)) for b in range(p)] for a in range(p)]
    q = [sum(v[i] * Z[i][a] * c[i] for i in range(n)) for a in range(p)]
    for signs in itertools.product((0, 1, -1), repeat=p) if l1 > 0 else [(None,) * p]:
        A = [j for j in range(p) if signs[j] != 0]
        b = [mpf(0)] * p
        if A:
            H = matrix(len(A), len(A))
            for r, a in enumerate(A):
                for s, k in enumerate(A):
                    H[r, s] = G[a][k] + (l2 if a == k else 0)
            sol = lu_solve(H, matrix([q[a] - l1 * (signs[a] or 0) for a in A]))
            for r, a in enumerate(A):
                b[a] = sol[r]
        if l1 > 0 and any(b[a] * signs[a] <= 0 for a in A):
            continue
        g = [q[a] - sum(G[a][k] * b[k] for k in range(p)) for a in range(p)]
        if all(signs[a] != 0 or abs(g[a]) <= l1 for a in range(p)):
            beta = [b[a] / scales[a] for a in range(p)]
            return [ym - sum(beta[a] * means[a] for a in range(p))] * centre + beta
    raise RuntimeError("no minimum")


def mass_ridge(X, y, lam):
    n, p = len(y), len(X[0])
    v, means, scales, ym, Z, c = standardised(X, y, [mpf(1)] * n)
    H = matrix(p, p)
    for a in range(p):
        for b in range(p):
            H[a, b] = sum(Z[i][a] * Z[i][b] for i in range(n)) + (lam if a == b else 0)
    K = inverse(H)
    b = K * matrix([sum(Z[i][a] * c[i] for i in range(n)) for a in range(p)])
    rss = sum((c[i] - sum(Z[i][a] * b[a] for a in range(p))) ** 2 for i in range(n))
    df = p - lam * sum(K[a, a] for a in range(p))
    beta = [b[a] / scales[a] for a in range(p)]
    return [ym - sum(beta[a] * means[a] for a in range(p))] + beta, rss / (n - df) ** 2, df


def nnls(X, y):
    n, p = len(y), len(X[0])
    for size in range(p + 1):
        for A in itertools.combinations(range(p), size):
            b = [mpf(0)] * p
            if A:
                H = matrix(size, size)
                for r, a in enumerate(A):
                    for s, k in enumerate(A):
                        H[r, s] = sum(X[i][a] * X[i][k] for i in range(n))
                sol = lu_solve(H, matrix([sum(X[i][a] * y[i] for i in range(n)) for a in A]))
                for r, a in enumerate(A):
                    b[a] = sol[r]
            if any(b[a] <= 0 for a in A):
                continue
            res = [y[i] - sum(X[i][k] * b[k] for k in range(p)) for i in range(n)]
            if all(a in A or sum(X[i][a] * res[i] for i in range(n)) <= 0 for a in range(p)):
                return b, sum(r ** 2 for r in res)
    raise RuntimeError("no minimum")


def main():
    draw = random.Random(1996)
    n, p = 45, 5
    X = []
    for _ in range(n):
        common = draw.gauss(0, 1)
        X.append([round(50 + 10 * draw.gauss(0, 1), 1), round(common + 0.3 * draw.gauss(0, 1), 3),
                  round(common + 0.3 * draw.gauss(0, 1), 3), draw.randrange(2), round(draw.expovariate(1), 3)])
    y = [round(2 + 0.03 * r[0] + 0.8 * r[1] - 0.1 * r[3] + draw.gauss(0, 0.7), 3) for r in X]
    w = [draw.choice([0, 1, 2, 0.5]) for _ in range(n)]
    mX = [[mpf(float(a)) for a in r] for r in X]
    my = [mpf(float(a)) for a in y]
    one = [mpf(1)] * n
    out = {"x": [list(c) for c in zip(*X)], "y": y, "weights": w, "elastic_net": [], "ridge": [], "nnls": []}
    for mixing in (1.0, 0.5, 0.0):
        for lam in (0.5, 0.2, 0.05, 0.01, 0.001):
            for weighted in (False, True):
                for centre in (True, False):
                    b = elastic_net(mX, my, [mpf(a) for a in w] if weighted else one, mpf(lam), mpf(mixing), centre)
                    out["elastic_net"].append({"mixing": mixing, "lambda": lam, "weighted": int(weighted),
                                               "intercept": int(centre), "coefficients": [text(v) for v in b]})
    for lam in (0.0, 0.1, 3.0, 500.0):
        b, gcv, df = mass_ridge(mX, my, mpf(lam))
        out["ridge"].append({"lambda": lam, "coefficients": [text(v) for v in b], "gcv": text(gcv), "df": text(df)})
    for case in range(12):
        rows = draw.randrange(6, 15)
        E = [[round(draw.gauss(0.2, 1), 2) for _ in range(6)] for _ in range(rows)]
        f = [round(draw.gauss(0, 1), 2) for _ in range(rows)]
        b, rss = nnls([[mpf(float(a)) for a in r] for r in E], [mpf(float(a)) for a in f])
        out["nnls"].append({"x": [list(c) for c in zip(*E)], "y": f, "coefficients": [text(v) for v in b],
                            "rss": text(rss)})
    with open("penalised.json", "w") as file:
        json.dump(out, file)
        file.write("\n")


main()
