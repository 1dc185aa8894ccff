# Correlations and adjusted p-values by R, on data that any program can make again: x_i = (i * a) mod m, with noise of
# the same kind.
#
#     Rscript Tests/Golden/association/cor_test.R > Tests/Golden/association/cor_test.csv
options(digits = 17)
residue <- function(n, a, m) (seq_len(n) * a) %% m
cat("case,quantity,value\n")
say <- function(case, ...) {
  values <- c(...)
  for (name in names(values)) cat(case, ",", name, ",", format(unname(values[name]), digits = 17), "\n", sep = "")
}
# n, multipliers and moduli of x and of the noise; small moduli make ties.
cases <- list(c(20, 7, 23, 5, 19), c(49, 17, 101, 29, 97), c(50, 17, 101, 29, 97), c(60, 7, 11, 5, 13), c(200, 37, 211, 71, 307),
              c(12, 5, 7, 3, 11), c(15, 3, 17, 7, 31))
for (parameters in cases) {
  n <- parameters[1]
  x <- residue(n, parameters[2], parameters[3])
  noise <- residue(n, parameters[4], parameters[5])
  y <- x + noise
  z <- residue(n, 11, 29) + noise / 2
  name <- paste(parameters, collapse = " ")
  pearson <- cor.test(x, y)
  kendall <- suppressWarnings(cor.test(x, y, method = "kendall"))
  # Its exact upper tail is a difference from 1: the lower one of the mirrored variable has all digits.
  kendall$p.value <- suppressWarnings(cor.test(x, -sign(kendall$estimate) * y, method = "kendall"))$p.value
  spearman <- suppressWarnings(cor.test(x, y, method = "spearman", exact = FALSE))
  ties <- anyDuplicated(x) > 0 || anyDuplicated(y) > 0
  say(name, pearson = unname(pearson$estimate), t = unname(pearson$statistic), p = pearson$p.value,
      lower = pearson$conf.int[1], upper = pearson$conf.int[2])
  say(name, kendall = unname(kendall$estimate), kendall_p = kendall$p.value, kendall_statistic = unname(kendall$statistic))
  say(name, spearman = unname(spearman$estimate))
  if (ties || n > 12) say(name, spearman_p = spearman$p.value)
  r <- cor(resid(lm(x ~ z)), resid(lm(y ~ z)))
  t <- r * sqrt((n - 3) / (1 - r^2))
  say(name, partial = r, partial_p = 2 * pt(-abs(t), n - 3))
}
p <- c(0.04, 0.001, NA, 0.3, 0.0004, 0.04, 0.9, 0.012, 0.02, 1, 1e-10)
for (method in c("bonferroni", "holm", "hochberg", "hommel", "BH", "BY")) {
  adjusted <- p.adjust(p, method)
  names(adjusted) <- seq_along(p)
  say(method, adjusted)
}
