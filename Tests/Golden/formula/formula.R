# Design matrices, term expansions and spline bases as R has them, for tests of the formulas.
# Run in this folder: Rscript formula.R
# Writes data.csv (the rows), terms.csv (label of each term), designs.csv (one line per column of a design:
# case, formula, column, values), and bases.csv (columns at new values, from predict).
library(splines)
options(digits = 17)
number <- function(x) paste(formatC(x, digits = 17, format = "g", width = 1), collapse = " ")

# A linear congruential generator, so that the data do not depend on R's.
state <- 12345
draw <- function() { state <<- (state * 16807) %% 2147483647; state / 2147483647 }
n <- 60
d <- data.frame(
  x = round(sapply(1:n, function(i) 15 + 30 * draw()), 2),
  z = round(sapply(1:n, function(i) -2 + 4 * draw()), 3),
  k = sapply(1:n, function(i) 1 + floor(4 * draw())),
  y = round(sapply(1:n, function(i) exp(3 * draw())), 4))
d$a <- c("low", "mid", "high")[1 + sapply(1:n, function(i) floor(3 * draw()))]
d$b <- c("no", "yes")[1 + sapply(1:n, function(i) floor(2 * draw()))]
write.csv(d, "data.csv", row.names = FALSE, quote = FALSE)

# Term expansions: the operators of formulas.
expansions <- c(
  "a", "a + b", "b + a", "a:b", "b:a", "a + b:a", "a*b", "b*a", "a*b*c", "(a + b + c)^2", "(a + b)^3",
  "a/b", "a/b/c", "a/(b + c)", "(a + b)/c", "(a + b):c", "(a + b)*c", "a*b - a:b", "a*b*c - a:b:c", "a*b - a",
  "a - 1", "0 + a", "a + 0", "a - 1 + 1", "-1 + a:b", "a + a", "a + b + a", "a:a", "a:b + a", "c:b:a + a:b + c",
  "(a*b)^2", "(a + b + c + d)^3 - a:b", "a + (b + c)", "a*(b + c)*d", "log(a) * b", "I(a^2) + a",
  "a:b + c", "(a:b)*c", "a + b - (a + b) + c", "(a + b + c)^2 - a:b - 1", "1", "a - 0", "a + b*c/d")
rows <- list()
for (f in expansions) {
  t <- terms(as.formula(paste("y ~", f)))
  rows[[length(rows) + 1]] <- data.frame(
    formula = f, intercept = attr(t, "intercept"), terms = paste(attr(t, "term.labels"), collapse = "|"))
}
write.csv(do.call(rbind, rows), "terms.csv", row.names = FALSE)

# The first level in the order of Unicode, whatever the language.
d$a <- factor(d$a, levels = sort(unique(d$a), method = "radix"))
d$b <- factor(d$b, levels = sort(unique(d$b), method = "radix"))
C <- function(x, ref = NULL) {
  x <- factor(x)
  if (is.null(ref)) x else { contrasts(x) <- contr.treatment(levels(x), base = match(as.character(ref), levels(x))); x }
}
designs <- c(
  "x", "x - 1", "a", "a - 1", "a + b - 1", "b + a - 1", "x + a", "x:a", "x + x:a", "a + x:a", "a*x", "a*x - 1",
  "a*b", "a*b - 1", "a:b", "a:b - 1", "a + a:b", "b + a:b", "a + a:b - 1", "a/b", "a/x", "a/x - 1", "a %in% b + b",
  "a*b*x", "a:b:x", "x:a + x:b", "x:a + x:b + x:a:b", "a*b + C(k)", "C(k)", "C(k, ref = 3)", "C(k, ref = 3) - 1",
  "C(k, ref = 3)*b", "factor(k):a", "x*z", "x:z:a", "(a + b + x)^2", "(a + b + x)^2 - a:b",
  "log(x) + sqrt(x) + exp(z) + log10(x) + log2(x) + abs(z)", "I(x^2) + I(x*z) + I(x/z) + I(-x + 2) + I((x - z)^3)",
  "I(x^-1) + I(x^0.5) + I(2^2*x)", "I(x^2):a", "scale(x) + scale(z)", "scale(x, scale = FALSE)",
  "scale(x, center = FALSE)", "poly(x, 2)", "poly(x, 5)", "poly(x, 3, raw = TRUE)", "poly(x, 2):b", "poly(log(x), 3)",
  "a*poly(z, 2)", "ns(x, 4)", "ns(x, 1)", "ns(x, 2)", "ns(x, 7)", "ns(x, df = 3, intercept = TRUE)",
  "ns(x, knots = c(20, 30))", "ns(x, knots = c(25, 30, 35), Boundary.knots = c(20, 40))",
  "bs(x, 6)", "bs(x, 3)", "bs(x, df = 5, degree = 2)", "bs(x, df = 4, degree = 1)", "bs(x, df = 5, intercept = TRUE)",
  "bs(x, knots = c(20, 25))", "bs(x, knots = 30, Boundary.knots = c(10, 50))", "ns(x, 3)*b", "bs(log(x), 4) + a",
  "0 + ns(x, 3):a")
rows <- list()
for (f in designs) {
  m <- suppressWarnings(model.matrix(as.formula(paste("~", f)), d))
  for (j in seq_len(ncol(m)))
    rows[[length(rows) + 1]] <- data.frame(formula = f, column = colnames(m)[j], values = number(m[, j]))
}
write.csv(do.call(rbind, rows), "designs.csv", row.names = FALSE)

# New values, also outside of the range of the old ones.
new <- c(5, 14.9, 15, 17.25, 22, 28.5, 33.333, 44, 45.1, 60)
bases <- c(
  "poly(x, 4)", "ns(x, 4)", "ns(x, df = 3, intercept = TRUE)", "bs(x, 6)", "bs(x, df = 5, degree = 2)", "scale(x)",
  "ns(x, knots = c(25, 30, 35), Boundary.knots = c(20, 40))")
rows <- list()
for (f in bases) {
  fit <- lm(as.formula(paste("y ~", f)), d)
  m <- suppressWarnings(model.matrix(delete.response(terms(fit)), model.frame(delete.response(terms(fit)), data.frame(x = new))))
  for (j in seq_len(ncol(m)))
    rows[[length(rows) + 1]] <- data.frame(formula = f, column = colnames(m)[j], values = number(m[, j]))
}
write.csv(do.call(rbind, rows), "bases.csv", row.names = FALSE)
