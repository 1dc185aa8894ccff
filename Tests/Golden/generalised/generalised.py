"""Generalised linear models on made-up data in 50-digit arithmetic, written to generalised.json.

Newton's method on the log-likelihood with dense solves in mpmath; nothing is shared with the project. Profile limits
are found by bisection of the maximised likelihood. Run: python3 generalised.py
"""
import json
import random
from mpmath import mp, mpf, matrix, exp, log, sqrt, loggamma, lu_solve, inverse, findroot, erfinv

mp.dps = 50


def evaluate(family, eta, y):
    """Deviance part, score and observed curvature, expected information, mean."""
    if family == "logistic":
        p = 1 / (1 + exp(-eta))
        return -2 * (y * log(p) + (1 - y) * log(1 - p)), y - p, p * (1 - p), p * (1 - p), p
    m = exp(eta)
    if family == "gamma":
        return 2 * ((y - m) / m - log(y / m)), y / m - 1, y / m, mpf(1), m
    return 2 * ((y * log(y / m) if y > 0 else 0) - (y - m)), y - m, m, m, m


def fit(family, X, y, w, off, start=None):
    n, p = len(y), len(X[0])
    beta = matrix(start if start else [0] * p)
    if not start and family != "logistic":
        beta[0] = log(sum(y) / n)
    for step in range(200):
        ev = [evaluate(family, sum(X[i][j] * beta[j] for j in range(p)) + off[i], y[i]) for i in range(n)]
        dev = sum(w[i] * ev[i][0] for i in range(n))
        g = matrix([sum(w[i] * ev[i][1] * X[i][j] for i in range(n)) for j in range(p)])
        H = matrix(p, p)
        for a in range(p):
            for b in range(p):
                H[a, b] = sum(w[i] * ev[i][2] * X[i][a] * X[i][b] for i in range(n))
        d = lu_solve(H, g)
        if max(abs(d[j]) for j in range(p)) < mpf(10) ** -40:
            return beta, ev, dev
        share = mpf(1)
        while True:
            trial = beta + share * d
            t = sum(w[i] * evaluate(family, sum(X[i][j] * trial[j] for j in range(p)) + off[i], y[i])[0]
                    for i in range(n))
            if t <= dev + mpf(10) ** -40:
                break
            share /= 2
        beta = trial
    raise RuntimeError("no convergence")


def text(x):
    return mp.nstr(x, 25)


def report(family, X, y, w, off, clusters):
    n, p = len(y), len(X[0])
    beta, ev, dev = fit(family, X, y, w, off)
    B = matrix(p, p)
    for a in range(p):
        for b in range(p):
            B[a, b] = sum(w[i] * ev[i][3] * X[i][a] * X[i][b] for i in range(n))
    B = inverse(B)
    pearson = sum(w[i] * ev[i][1] ** 2 / ev[i][3] for i in range(n))
    used = sum(1 for v in w if v > 0)
    phi = pearson / (used - p) if family == "gamma" else mpf(1)
    S = [[w[i] * ev[i][1] * X[i][j] for j in range(p)] for i in range(n)]
    h = [w[i] * ev[i][3] * sum(X[i][a] * B[a, b] * X[i][b] for a in range(p) for b in range(p)) for i in range(n)]

    def sandwich(rows, factor=1):
        U = [[sum(B[j, k] * r[k] for k in range(p)) for j in range(p)] for r in rows]
        return [text(sqrt(factor * sum(u[j] ** 2 for u in U))) for j in range(p)]

    names = sorted(set(clusters[i] for i in range(n) if w[i] > 0))
    G = mpf(len(names))
    sums = [[sum(S[i][j] for i in range(n) if clusters[i] == c) for j in range(p)] for c in names]
    null = fit(family, [[mpf(1)] for _ in y], y, w, off)[2]
    if family == "gamma":
        a = sum(w) / dev
        loglik = sum(w[i] * (a * log(a) - loggamma(a) + a * (log(y[i]) - log(ev[i][4]) - y[i] / ev[i][4]) - log(y[i]))
                     for i in range(n))
    elif family == "poisson":
        loglik = sum(w[i] * (y[i] * log(ev[i][4]) - ev[i][4] - loggamma(y[i] + 1)) for i in range(n))
    else:
        loglik = -dev / 2
    result = {
        "coefficients": [text(b) for b in beta], "deviance": text(dev), "null_deviance": text(null),
        "dispersion": text(phi), "model": [text(sqrt(phi * B[j, j])) for j in range(p)], "hc0": sandwich(S),
        "hc1": sandwich(S, mpf(used) / (used - p)),
        "hc2": sandwich([[v / sqrt(1 - h[i]) for v in S[i]] for i in range(n)]),
        "hc3": sandwich([[v / (1 - h[i]) for v in S[i]] for i in range(n)]),
        "cr0": sandwich(sums), "cr1": sandwich(sums, G / (G - 1)),
        "cr1s": sandwich(sums, G / (G - 1) * (used - 1) / (used - p)),
    }
    if family != "modifiedPoisson":
        k = p + (1 if family == "gamma" else 0)
        result["log_likelihood"] = text(loglik)
        result["aic"] = text(-2 * loglik + 2 * k)
        result["bic"] = text(-2 * loglik + k * log(used))
    z = sqrt(mpf(2)) * erfinv(mpf("0.95"))
    limits = []
    for j in range(p):
        rest = [[X[i][k] for k in range(p) if k != j] for i in range(n)]
        begin = [beta[k] for k in range(p) if k != j]

        def rise(value):
            return fit(family, rest, y, w, [off[i] + value * X[i][j] for i in range(n)], begin)[2] - dev - z * z * phi

        pair = []
        for side in (-1, 1):
            guess = beta[j] + side * z * sqrt(phi * B[j, j])
            pair.append(text(findroot(rise, (guess, guess + side * sqrt(phi * B[j, j]) / 10), solver="secant",
                                      tol=mpf(10) ** -70, verify=False)))
        limits.append(pair)
    result["profile"] = limits
    return result


def main():
    draw = random.Random(20261122)
    out = {}
    for family, n in (("logistic", 60), ("poisson", 50), ("modifiedPoisson", 80), ("gamma", 40)):
        x = [round(draw.gauss(0, 1), 3) for _ in range(n)]
        sex = [draw.randrange(2) for _ in range(n)]
        bmi = [round(draw.uniform(18, 44), 1) for _ in range(n)]
        weights = [draw.choice([0, 1, 1, 2, 0.5]) if family != "modifiedPoisson" else 1 for _ in range(n)]
        offset = [round(draw.uniform(-0.5, 0.5), 2) if family != "modifiedPoisson" else 0 for _ in range(n)]
        clusters = [draw.randrange(9) for _ in range(n)]
        eta = [0.4 * x[i] - 0.3 * sex[i] + 0.05 * (bmi[i] - 30) + offset[i] for i in range(n)]
        if family == "logistic":
            y = [int(draw.random() < 1 / (1 + 2.718281828 ** -e)) for e in eta]
        elif family == "modifiedPoisson":
            y = [int(draw.random() < min(0.95, 0.4 * 2.718281828 ** e)) for e in eta]
        elif family == "poisson":
            y = [int(draw.gammavariate(6, 2.718281828 ** e / 3)) for e in eta]
        else:
            y = [round(draw.gammavariate(4, 2.718281828 ** e / 4), 3) + 0.001 for e in eta]
        X = [[mpf(1), mpf(float(x[i])), mpf(sex[i]), mpf(float(bmi[i]))] for i in range(n)]
        exact = report(family, X, [mpf(float(v)) for v in y], [mpf(v) for v in weights],
                       [mpf(float(v)) for v in offset], clusters)
        out[family] = {"x": x, "sex": sex, "bmi": bmi, "y": y, "weights": weights, "offset": offset,
                       "clusters": clusters, **exact}
    with open("generalised.json", "w") as file:
        json.dump(out, file)
        file.write("\n")


main()
