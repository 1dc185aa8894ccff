"""Evaluates every single-row index at three random points with 30 digits and writes multi_precision.csv.

Needs mpmath. The formulas are written here from their published texts and not from the Swift sources; constants are
exact decimals, inputs are the exact values of the doubles that the csv prints.
"""
import csv
import random
from pathlib import Path

from mpmath import mp, mpf, exp, log, log10, pi, sqrt

mp.dps = 30


def D(text):
    return mpf(text)


# quantity:unit -> range of a point
RANGES = {
    "glucose:mg_dl": (70, 250), "glucose:mmol_l": (4, 14), "insulin:uu_ml": (2, 60), "insulin:pmol_l": (12, 400),
    "c_peptide:nmol_l": (0.2, 2), "c_peptide:ng_ml": (0.6, 6), "c_peptide:pmol_l": (200, 2000),
    "proinsulin:pmol_l": (2, 60), "hba1c:pct": (4.5, 12), "triglycerides:mg_dl": (40, 600),
    "triglycerides:mmol_l": (0.4, 7), "hdl:mg_dl": (20, 100), "hdl:mmol_l": (0.5, 2.6),
    "total_cholesterol:mmol_l": (2.5, 8), "ffa:mmol_l": (0.1, 1.5), "adiponectin:ug_ml": (2, 30),
    "bmi:kg_m2": (17, 50), "weight:kg": (45, 160), "height:cm": (145, 200), "height:m": (1.45, 2.0),
    "waist:cm": (66, 150), "waist:m": (0.66, 1.5), "hip:cm": (80, 150), "age:y": (18, 85), "dbp:mmhg": (55, 110),
    "daily_dose_per_kg:u_kg": (0.1, 0.95), "carbohydrate_ratio:g_u": (2, 40),
    "normal_glucose:mmol_l": (4.5, 5.5), "normal_insulin:uu_ml": (6, 12), "normal_ffa:mmol_l": (0.3, 0.6),
}

HOMA = lambda g, i: g * i / D("22.5")
HOMA_B = lambda g, i: 20 * i / (g - D("3.5"))
TYG = lambda t, g: log(t * g / 2)
METS = lambda g, t, h, b: log(2 * g + t) * b / log(h)
SPISE = lambda h, t, b: 600 * h ** D("0.185") / (t ** D("0.2") * b ** D("1.338"))
GBETA = lambda g, i: D("1e12") * D("3.4e-3") * (i * D("1e-12")) * (D("7e-3") + g / 1000) / (D("0.2") * g / 1000)


def GR(g, i):
    G, I = g / 1000, i * D("1e-12")
    value = (D("0.11") * D("150e-6") * (D("1.6e-9") + I) / (D("7.1e-4") * 50 * I * G) - D("1.6e-9") / (50 * I)
             - D(1) / 50)
    return max(value, mpf(0))


def VAI(w, b, t, h, s, men, women):
    w0, w1, t0, h0 = [D(x) for x in (men if s == 1 else women)]
    return w / (w0 + w1 * b) * (t / t0) * (h0 / h)


def CVAI(age, w, b, t, h, s):
    if s == 1:
        return D("-267.93") + D("0.68") * age + D("0.03") * b + 4 * w + 22 * log10(t) - D("16.32") * h
    return D("-187.32") + D("1.71") * age + D("4.23") * b + D("1.12") * w + D("39.76") * log10(t) - D("11.66") * h


def ISR(cp, age, s, kg, cm):
    obese = kg / (cm / 100) ** 2 > 27
    fast = log(2) / D("4.55" if obese else "4.95")
    share = D("0.78" if obese else "0.76")
    slow = log(2) / (D("0.14") * age + D("29.16"))
    k21 = share * slow + (1 - share) * fast
    surface = D("0.007184") * kg ** D("0.425") * cm ** D("0.725")
    volume = D("1.92") * surface + D("0.64") if s == 1 else D("1.11") * surface + D("2.04")
    return fast * slow / k21 * volume * cp


G, GM, I, IP = "glucose:mg_dl", "glucose:mmol_l", "insulin:uu_ml", "insulin:pmol_l"
T, TM, H, HM, B = "triglycerides:mg_dl", "triglycerides:mmol_l", "hdl:mg_dl", "hdl:mmol_l", "bmi:kg_m2"
W, HT, S, F, A, Y = "waist:cm", "height:cm", "sex:1", "ffa:mmol_l", "hba1c:pct", "age:y"
HTN, DOSE, CN = "hypertension:1", "daily_dose_per_kg:u_kg", "c_peptide:nmol_l"

INDICES = {
    "fasting_insulin": ([I], lambda i: i),
    "inv_fasting_insulin": ([I], lambda i: 1 / i),
    "raynaud": ([I], lambda i: 40 / i),
    "homa_ir": ([GM, I], HOMA),
    "log_homa_ir": ([GM, I], lambda g, i: log(HOMA(g, i))),
    "homa_s": ([GM, I], lambda g, i: 2250 / (g * i)),
    "quicki": ([G, I], lambda g, i: 1 / log10(i * g)),
    "quicki_revised": ([G, I, F], lambda g, i, f: 1 / log10(i * g * f)),
    "firi": ([GM, I], lambda g, i: g * i / 25),
    "fgir": ([G, I], lambda g, i: g / i),
    "igr": ([GM, I], lambda g, i: i / g),
    "isi_basal": ([G, I], lambda g, i: 10000 / (g * i)),
    "bennett": ([G, I], lambda g, i: 1 / (log(i) * log(g))),
    "bennett_ln": ([G, I], lambda g, i: 1 / (log(i) * log(g))),
    "bennett_log10": ([G, I], lambda g, i: 1 / (log10(i) * log10(g))),
    "belfiore_basal": ([GM, I, "normal_glucose:mmol_l", "normal_insulin:uu_ml"],
                       lambda g, i, gn, n: 2 / (i * g / (n * gn) + 1)),
    "homa_ad": ([GM, I, "adiponectin:ug_ml"], lambda g, i, a: g * i / (D("22.5") * a)),
    "turner_aigr": ([G, I], lambda g, i: 100 * i / (g - 30)),
    "aigr": ([GM, IP], lambda g, i: i / (g - D("1.7"))),
    "spina_gr": ([GM, IP], GR),
    "homa_cpr20": ([CN, GM], lambda c, g: 20 / (c * g)),
    "homa_ir_cp": ([GM, "c_peptide:pmol_l"], lambda g, c: D("1.5") + g * c / 2800),
    "eag": ([A], lambda a: D("28.7") * a - D("46.7")),
    "a1c_ifcc": ([A], lambda a: (a - D("2.152")) / D("0.09148")),
    "mcauley": ([I, TM], lambda i, t: exp(D("2.63") - D("0.28") * log(i) - D("0.31") * log(t))),
    "mcauley_bmi": ([I, B, TM], lambda i, b, t: exp(
        D("3.29") - D("0.25") * log(i) - D("0.22") * log(b) - D("0.28") * log(t))),
    "disse": ([HM, "total_cholesterol:mmol_l", F, I], lambda h, c, f, i: 12 * (D("2.5") * h / c - f) - i),
    "tyg": ([T, G], TYG),
    "tyg_half_outside": ([T, G], lambda t, g: log(t * g) / 2),
    "tyg_bmi": ([T, G, B], lambda t, g, b: TYG(t, g) * b),
    "tyg_wc": ([T, G, W], lambda t, g, w: TYG(t, g) * w),
    "tyg_whtr": ([T, G, W, HT], lambda t, g, w, h: TYG(t, g) * w / h),
    "tg_hdl": ([T, H], lambda t, h: t / h),
    "aip": ([TM, HM], lambda t, h: log10(t / h)),
    "mets_ir": ([G, T, H, B], METS),
    "spise": ([H, T, B], SPISE),
    "spise_ir": ([H, T, B], lambda h, t, b: 10 / SPISE(h, t, b)),
    "lap": ([W, TM, S], lambda w, t, s: (w - (65 if s == 1 else 58)) * t),
    "vai": ([W, B, TM, HM, S], lambda w, b, t, h, s: VAI(
        w, b, t, h, s, ("39.68", "1.88", "1.03", "1.31"), ("36.58", "1.89", "0.81", "1.52"))),
    "dai": ([W, B, TM, HM, S], lambda w, b, t, h, s: VAI(
        w, b, t, h, s, ("22.79", "2.68", "1.37", "1.19"), ("24.02", "2.37", "1.32", "1.43"))),
    "cvai": ([Y, W, B, TM, HM, S], CVAI),
    "mets_vf": ([G, T, H, B, W, HT, S, Y], lambda g, t, h, b, w, ht, s, y: (
        D("4.466") + D("0.011") * log(METS(g, t, h, b)) ** 3 + D("3.239") * log(w / ht) ** 3 + D("0.319") * s
        + D("0.594") * log(y))),
    "cmi": ([TM, HM, W, HT], lambda t, h, w, ht: t / h * w / ht),
    "bmi": (["weight:kg", "height:m"], lambda kg, m: kg / m ** 2),
    "whtr": ([W, HT], lambda w, h: w / h),
    "whr": ([W, "hip:cm"], lambda w, h: w / h),
    "bri": ([W, HT], lambda w, h: D("364.2") - D("365.5") * sqrt(1 - (w / (2 * pi)) ** 2 / (D("0.5") * h) ** 2)),
    "absi": (["waist:m", "height:m", B], lambda w, h, b: w / (b ** (mpf(2) / 3) * sqrt(h))),
    "wwi": ([W, "weight:kg"], lambda w, kg: w / sqrt(kg)),
    "adipo_ir": ([F, IP], lambda f, i: f * i),
    "belfiore_ffa": ([I, F, "normal_insulin:uu_ml", "normal_ffa:mmol_l"],
                     lambda i, f, n, fn: 2 / (i * f / (n * fn) + 1)),
    "egdr_wc": ([W, HTN, A], lambda w, t, a: D("21.158") - D("0.09") * w - D("3.407") * t - D("0.551") * a),
    "egdr_whr": ([W, "hip:cm", HTN, A],
                 lambda w, h, t, a: D("24.31") - D("12.22") * w / h - D("3.29") * t - D("0.57") * a),
    "egdr_bmi": ([B, HTN, A], lambda b, t, a: D("19.02") - D("0.22") * b - D("3.26") * t - D("0.61") * a),
    "search_is": ([W, A, T], lambda w, a, t: exp(
        D("4.64725") - D("0.02032") * w - D("0.09779") * a - D("0.00235") * t)),
    "cacti_eis": ([W, DOSE, T, "dbp:mmhg"], lambda w, d, t, p: exp(
        D("4.1075") - D("0.01299") * w - D("1.05819") * d - D("0.00354") * t - D("0.00802") * p)),
    "idaa1c": ([A, DOSE], lambda a, d: a + 4 * d),
    "tdd_per_kg": ([DOSE], lambda d: d),
    "carbohydrate_ratio": (["carbohydrate_ratio:g_u"], lambda r: r),
    "homa_b": ([GM, I], HOMA_B),
    "spina_gbeta": ([GM, IP], GBETA),
    "cpi_fasting": (["c_peptide:ng_ml", G], lambda c, g: 100 * c / g),
    "suit": ([CN, GM], lambda c, g: 250 * c / (g - D("3.43"))),
    "beta2": ([CN, DOSE, GM, A], lambda c, d, g, a: sqrt(c) * (1 - d) / (g * a) * 1000),
    "proinsulin_ratio": (["proinsulin:pmol_l", IP], lambda p, i: p / i),
    "isr_basal": (["c_peptide:pmol_l", Y, S, "weight:kg", HT], ISR),
    "homa_di": ([GM, I], lambda g, i: HOMA_B(g, i) / HOMA(g, i)),
    "spina_di": ([GM, IP], lambda g, i: GBETA(g, i) * GR(g, i)),
    "cp_ins_fasting": (["c_peptide:pmol_l", IP], lambda c, i: c / i),
}

random.seed(20250117)
rows = []
for name, (inputs, formula) in INDICES.items():
    for case in range(3):
        values = []
        for key in inputs:
            if key in (S, HTN):
                values.append(float((case + 1) % 2))
            else:
                low, high = RANGES[key]
                values.append(float(f"{random.uniform(low, high):.6g}"))
        expected = formula(*[mpf(value) for value in values])
        text = ";".join(f"{key}={value!r}" for key, value in zip(inputs, values))
        rows.append([name, text, mp.nstr(expected, 25, strip_zeros=False)])

target = Path(__file__).with_suffix(".csv")
with target.open("w", newline="") as file:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["index_id", "inputs", "expected"])
    writer.writerows(rows)
print(len(rows), "rows")
