"""Distributions and special functions to 25 digits by mpmath, from series and quadrature-free closed forms.

    python3 Tests/Golden/distributions/distributions.py

writes tails.csv, quantiles.csv and special.csv beside itself. Tails are regularised incomplete functions, summed as
hypergeometric series with as many digits as the cancellation asks for; nothing is shared with Boost.Math.
"""
import pathlib

import mpmath as mp

HERE = pathlib.Path(__file__).parent
mp.mp.dps = 60


def lower_beta(a, b, x, y):
    """I_x(a, b), y = 1 - x, by the series of positive terms DLMF 8.17.8."""
    front = mp.exp(a * mp.log(x) + b * mp.log(y) - (mp.loggamma(a) + mp.loggamma(b) - mp.loggamma(a + b))) / a
    total, term, n = mp.mpf(1), mp.mpf(1), 0
    while term > total * mp.mpf(10) ** (10 - mp.mp.dps):
        term *= (a + b + n) / (a + 1 + n) * x
        total += term
        n += 1
    return front * total


def beta_tails(a, b, x, y):
    """One tail by its series, the other as its complement; the caller keeps digits enough for the smaller one.

    The series of the tail below the mean loses no digits, but its terms fall like x^n: where x is next to 1, the
    series of the other tail is shorter by far.
    """
    from_below = x < a / (a + b)
    if mp.mp.dps * 2.4 > -1e5 * mp.log(x if from_below else y):
        from_below = not from_below
    if from_below:
        lower = lower_beta(a, b, x, y)
        return lower, 1 - lower
    upper = lower_beta(b, a, y, x)
    return 1 - upper, upper


def lower_gamma(a, x):
    """P(a, x) by the series of positive terms DLMF 8.11.4."""
    front = mp.exp(a * mp.log(x) - x - mp.loggamma(a + 1))
    total, term, n = mp.mpf(1), mp.mpf(1), 0
    while term > total * mp.mpf(10) ** (10 - mp.mp.dps):
        n += 1
        term *= x / (a + n)
        total += term
    return front * total


def upper_gamma(a, x):
    """Q(a, x) far above the mean by Legendre's continued fraction (DLMF 8.9.2), from the tail end."""
    terms, previous = 200, None
    while True:
        value = mp.mpf(0)
        for n in range(terms, 0, -1):
            value = n * (a - n) / (x - a + 1 + 2 * n + value)
        value = mp.exp(a * mp.log(x) - x - mp.loggamma(a)) / (x - a + 1 + value)
        if previous is not None and abs(value - previous) <= abs(value) * mp.mpf(10) ** -40:
            return value
        previous, terms = value, terms * 2


def gamma_tails(a, x):
    if x < a + 1:
        lower = lower_gamma(a, x)
        return lower, 1 - lower
    # The direct series still has all digits unless the complement is tiny.
    lower = lower_gamma(a, x)
    upper = 1 - lower
    if upper < mp.mpf(10) ** -20:
        upper = upper_gamma(a, x)
        lower = 1 - upper
    return lower, upper


def normal(z):
    z = mp.mpf(z)
    upper = mp.erfc(abs(z) / mp.sqrt(2)) / 2
    return (1 - upper, upper) if z >= 0 else (upper, 1 - upper)


def student_t(t, df):
    t, df = mp.mpf(t), mp.mpf(df)
    if t == 0:
        return mp.mpf("0.5"), mp.mpf("0.5")
    x = t * t / (df + t * t)
    upper = beta_tails(mp.mpf("0.5"), df / 2, x, df / (df + t * t))[1] / 2
    return (1 - upper, upper) if t > 0 else (upper, 1 - upper)


def fisher_f(f, df1, df2):
    f, df1, df2 = mp.mpf(f), mp.mpf(df1), mp.mpf(df2)
    return beta_tails(df1 / 2, df2 / 2, df1 * f / (df1 * f + df2), df2 / (df1 * f + df2))


def chi_squared(x, df):
    return gamma_tails(mp.mpf(df) / 2, mp.mpf(x) / 2)


def beta(x, a, b):
    x = mp.mpf(x)
    return beta_tails(mp.mpf(a), mp.mpf(b), x, 1 - x)


def gamma(x, shape, scale):
    return gamma_tails(mp.mpf(shape), mp.mpf(x) / mp.mpf(scale))


def density(name, x, parameters):
    x = mp.mpf(x)
    p = [mp.mpf(value) for value in parameters]
    if name == "normal":
        return -x * x / 2 - mp.log(2 * mp.pi) / 2
    if name == "student_t":
        n = p[0]
        return mp.loggamma((n + 1) / 2) - mp.loggamma(n / 2) - mp.log(n * mp.pi) / 2 - (n + 1) / 2 * mp.log1p(x * x / n)
    log_beta = lambda a, b: mp.loggamma(a) + mp.loggamma(b) - mp.loggamma(a + b)
    if name == "f":
        a, b, ratio = p[0] / 2, p[1] / 2, p[0] / p[1]
        return a * mp.log(ratio) + (a - 1) * mp.log(x) - (a + b) * mp.log1p(ratio * x) - log_beta(a, b)
    if name in ("chi_squared", "gamma"):
        shape, scale = (p[0] / 2, mp.mpf(2)) if name == "chi_squared" else p
        return (shape - 1) * mp.log(x) - x / scale - mp.loggamma(shape) - shape * mp.log(scale)
    return (p[0] - 1) * mp.log(x) + (p[1] - 1) * mp.log1p(-x) - log_beta(*p)


FUNCTIONS = {
    "normal": normal, "student_t": student_t, "f": fisher_f, "chi_squared": chi_squared, "beta": beta, "gamma": gamma,
}


def text(value):
    with mp.workdps(40):
        value = +value
    return mp.nstr(value, 25, min_fixed=0, max_fixed=0)


def tail_cases():
    for z in [0.0, 1e-8, 0.3, -0.7, 1.0, 1.96, -2.5, 5.0, -8.3, 12.0, 20.0, 37.0, 38.5, -40.0, 60.0, -100.0, 151.8, 400.0]:
        yield "normal", z, ()
    for df in [0.3, 1.0, 2.0, 2.7, 5.0, 11.3, 30.0, 97.5, 1000.0, 2205.0, 1e5, 1e7]:
        for t in [1e-6, 0.2, 1.0, -1.7, 3.0, -9.0, 40.0, -75.0, 150.0, 300.0, 1e4, 1e9, 1e40]:
            if df < 1e4 or abs(t) <= 300:
                yield "student_t", t, (df,)
    # About 10^-5000, and beyond.
    for df, t in [(1000.0, 1e6), (2205.0, 6000.0), (50.0, 1e100), (3.5, 1e300), (1e5, 500.0), (1e7, 152.0)]:
        yield "student_t", t, (df,)
    for df1, df2 in [(1.0, 1.0), (1.0, 8.5), (2.0, 30.0), (4.0, 1e5), (7.5, 2205.0), (30.0, 3.3), (250.0, 400.0),
                     (2e4, 5e4), (0.4, 12.0), (1.0, 1e7)]:
        for f in [1e-12, 0.01, 0.6, 1.0, 1.3, 4.0, 25.0, 600.0, 1e5, 1e12]:
            if df1 < 1e4 or 0.01 < f < 600:
                yield "f", f, (df1, df2)
    for df1, df2, f in [(8.0, 2205.0, 4e5), (3.0, 1000.0, 1e11), (200.0, 6000.0, 1500.0), (6000.0, 200.0, 1e-10),
                        (3.0, 1e5, 8500.0)]:
        yield "f", f, (df1, df2)
    for df in [0.5, 1.0, 2.0, 3.7, 10.0, 63.0, 900.0, 2e4, 1e6]:
        for ratio in [1e-9, 1e-3, 0.2, 0.7, 0.97, 1.0, 1.05, 1.5, 3.0, 12.0, 80.0, 2000.0]:
            if df < 1e4 or 0.7 <= ratio <= 1.5:
                yield "chi_squared", df * ratio, (df,)
    for df, x in [(1.0, 23000.0), (5.0, 23100.0), (300.0, 26000.0), (2e4, 6e4), (1000.0, 1e-2), (3e4, 11000.0)]:
        yield "chi_squared", x, (df,)
    for a, b in [(0.5, 0.5), (1.0, 1.0), (2.5, 7.0), (40.0, 3.0), (600.0, 900.0), (0.05, 4.0)]:
        for x in [1e-300, 1e-10, 0.03, 0.4, 0.5, 0.77, 0.999, 0.999999]:
            yield "beta", x, (a, b)
    for shape, scale in [(0.2, 3.0), (1.0, 0.5), (4.5, 10.0), (70.0, 0.01)]:
        for x in [1e-20, 0.01, 0.5, 2.0, 30.0, 900.0]:
            yield "gamma", x, (shape, scale)


def write_tails():
    with open(HERE / "tails.csv", "w") as out:
        out.write("distribution,x,parameter1,parameter2,lower,upper,log_lower,log_upper,log_density\n")
        for name, x, parameters in tail_cases():
            size = 60
            while True:
                mp.mp.dps = size
                lower, upper = FUNCTIONS[name](x, *parameters)
                # A complement loses the digits of the smaller tail: enough are kept.
                if lower > 0 and upper > 0 and min(mp.log10(lower), mp.log10(upper)) > -(size - 40):
                    break
                if size > 20000 or min(lower, upper) > 0 and max(lower, upper) == 1:
                    break
                size *= 2
            log = lambda value, other: mp.log1p(-other) if value > 0.5 else mp.log(value)
            padded = [repr(value) for value in parameters] + [""] * (2 - len(parameters))
            row = [name, repr(x), *padded, text(lower), text(upper), text(log(lower, upper)), text(log(upper, lower)),
                   text(density(name, x, parameters))]
            out.write(",".join(row) + "\n")
            mp.mp.dps = 60


def quantile_cases():
    probabilities = [1e-300, 1e-40, 1e-10, 1e-4, 0.025, 0.3, 0.5, 0.6, 0.9, 0.975, 0.9999]
    for df in [0.7, 1.0, 2.0, 2.7, 3.0, 4.0, 5.5, 11.3, 30.0, 97.5, 2205.0, 1e6]:
        for p in probabilities:
            if p > 1e-11 or df > 5:
                yield "student_t", p, (df,)
    for parameters in [(1.0, 8.5), (2.0, 30.0), (7.5, 2205.0), (30.0, 3.3), (250.0, 400.0)]:
        for p in probabilities[2:]:
            yield "f", p, parameters
    for df in [0.5, 1.0, 2.0, 3.7, 63.0, 900.0]:
        for p in probabilities[1:]:
            yield "chi_squared", p, (df,)
    for parameters in [(0.5, 0.5), (2.5, 7.0), (40.0, 3.0), (600.0, 900.0)]:
        for p in probabilities[2:]:
            yield "beta", p, parameters
    for parameters in [(0.2, 3.0), (4.5, 10.0)]:
        for p in probabilities[2:]:
            yield "gamma", p, parameters


def quantile(name, p, parameters, upper):
    """Bisection in the logarithm of the place, with the tails above."""
    p = mp.mpf(p)
    side = 1 if upper else 0
    sign = 1
    if name == "student_t":
        if p == mp.mpf("0.5"):
            return mp.mpf(0)
        # By symmetry the far half only.
        far, sign = (p, 1 if upper else -1) if p < mp.mpf("0.5") else (1 - p, -1 if upper else 1)
        excess = lambda u: 1 - student_t(mp.exp(u), *parameters)[1] / far
        low, high = mp.mpf(-60), mp.mpf(800)
    elif name == "beta":
        place = lambda u: mp.exp(u) / (1 + mp.exp(u))
        a, b = map(mp.mpf, parameters)
        tails = lambda u: beta_tails(a, b, mp.exp(u) / (1 + mp.exp(u)), 1 / (1 + mp.exp(u)))
        excess = lambda u: 1 - tails(u)[1] / p if upper else tails(u)[0] / p - 1
        low, high = mp.mpf(-80), mp.mpf(80)
    else:
        tails = lambda u: FUNCTIONS[name](mp.exp(u), *parameters)
        excess = lambda u: 1 - tails(u)[1] / p if upper else tails(u)[0] / p - 1
        low, high = mp.mpf(-400), mp.mpf(60 if name == "f" else 10)
    # Coarse bisection, then a bracketing solver of higher order.
    for _ in range(25):
        middle = (low + high) / 2
        if excess(middle) < 0:
            low = middle
        else:
            high = middle
    root = mp.findroot(excess, (low, high), solver="anderson", tol=mp.mpf(10) ** -60, verify=False,
                       maxsteps=200)
    if name == "beta":
        return mp.exp(root) / (1 + mp.exp(root))
    return sign * mp.exp(root)


def write_quantiles():
    with open(HERE / "quantiles.csv", "w") as out:
        out.write("distribution,p,parameter1,parameter2,lower_quantile,upper_quantile\n")
        for name, p, parameters in quantile_cases():
            mp.mp.dps = 60 if p > 1e-20 else (110 if p > 1e-100 else 380)
            padded = [repr(value) for value in parameters] + [""] * (2 - len(parameters))
            quantiles = [text(quantile(name, p, parameters, upper)) for upper in (False, True)]
            out.write(",".join([name, repr(p), *padded, *quantiles]) + "\n")
    mp.mp.dps = 60


def write_special():
    with open(HERE / "special.csv", "w") as out:
        out.write("function,x,y,value\n")
        for x in [1e-10, 0.1, 0.5, 1.5, 2.5, 3.7, 10.0, 123.4, 1e6, 1e15]:
            out.write(f"log_gamma,{x!r},,{text(mp.loggamma(x))}\n")
            out.write(f"digamma,{x!r},,{text(mp.digamma(x))}\n")
            out.write(f"trigamma,{x!r},,{text(mp.psi(1, x))}\n")
        for x in [-3.0, -0.4, 1e-10, 0.3, 0.99, 2.0, 5.5]:
            out.write(f"erf,{x!r},,{text(mp.erf(x))}\n")
            out.write(f"erfc,{x!r},,{text(mp.erfc(x))}\n")
        for a, b in [(0.5, 0.5), (1e-5, 3.0), (2.5, 700.0), (1e4, 2e4), (3e5, 0.5), (1e7, 1e7)]:
            value = mp.loggamma(a) + mp.loggamma(b) - mp.loggamma(mp.mpf(a) + mp.mpf(b))
            out.write(f"log_beta,{a!r},{b!r},{text(value)}\n")


if __name__ == "__main__":
    write_special()
    write_tails()
    write_quantiles()
