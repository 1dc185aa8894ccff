"""Normal quantiles to 20 digits by root finding on mpmath's complementary error function (50 digits)."""
import mpmath as mp

mp.mp.dps = 50
print("p,quantile")
for p in [1e-300, 1e-50, 1e-12, 1e-6, 0.001, 0.025, 0.0749, 0.0751, 0.3, 0.499, 0.7, 0.925, 0.975, 0.999, 1 - 2.0**-40]:
    tail = mp.mpf(p)
    f = lambda x: mp.log(mp.erfc(-x / mp.sqrt(2)) / 2) - mp.log(tail)
    guess = -mp.sqrt(-2 * mp.log(tail)) * mp.mpf("0.99") if p < 0.5 else mp.mpf(1)
    if p > 0.999999:
        f = lambda x: mp.erfc(x / mp.sqrt(2)) / 2 - (1 - tail)
        guess = mp.mpf("7.04")
    x = mp.findroot(f, guess)
    print(f"{p!r},{mp.nstr(x, 20)}")
