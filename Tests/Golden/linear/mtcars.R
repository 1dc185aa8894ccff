# Linear models on R's data set mtcars (Henderson and Velleman 1981): Rscript mtcars.R > mtcars.json
# Type II sums of squares are differences of residual sums of squares of the models that their definition names.
number <- function(x) ifelse(is.na(x), "null", sprintf("%.17g", x))
vector <- function(x) paste0("[", paste(number(x), collapse = ", "), "]")
table <- function(m) paste0("[", paste(apply(as.matrix(m), 1, vector), collapse = ",\n    "), "]")
entry <- function(...) { l <- list(...); paste0("{", paste0('"', names(l), '": ', unlist(l), collapse = ",\n  "), "}") }
d <- mtcars
d$cyl <- factor(d$cyl)
d$gear <- factor(d$gear)
rss <- function(f, w) deviance(do.call(lm, list(f, data = d, weights = w)))
describe <- function(fit, extra = list()) {
  s <- summary(fit)
  made <- list(
    coef = vector(coef(fit)), se = vector(s$coefficients[, 2]), vcov = table(vcov(fit, complete = FALSE)),
    confint90 = table(confint(fit, level = 0.9)), sigma = number(s$sigma), r2 = number(s$r.squared),
    adjr2 = number(s$adj.r.squared), f = vector(s$fstatistic), rss = number(deviance(fit)),
    logLik = number(as.numeric(logLik(fit))), aic = number(AIC(fit)), bic = number(BIC(fit)),
    hat = vector(hatvalues(fit)), cooks = vector(cooks.distance(fit)), rstandard = vector(rstandard(fit)),
    rstudent = vector(rstudent(fit)), dffits = vector(dffits(fit)), dfbetas = table(dfbetas(fit)),
    anova1 = table(anova(fit)))
  made[names(extra)] <- extra
  do.call(entry, made)
}
w <- d$qsec
interaction <- lm(mpg ~ wt * cyl + hp, d)
weighted <- lm(mpg ~ wt + cyl + hp, d, weights = qsec)
shifted <- lm(mpg ~ wt + gear, d, offset = hp / 20)
# summary.lm of R 4.2 counts the offset as explained by the model; without it R2 and F are those of the difference.
difference <- summary(lm(I(mpg - hp / 20) ~ wt + gear, d))
origin <- lm(mpg ~ wt + gear - 1, d)
d$twice <- 2 * d$wt - d$hp
dependent <- lm(mpg ~ wt + hp + twice + cyl, d)
full <- rss(mpg ~ wt * cyl + hp, NULL)
two <- c(
  rss(mpg ~ cyl + hp, NULL) - rss(mpg ~ wt + cyl + hp, NULL), rss(mpg ~ wt + hp, NULL) - rss(mpg ~ wt + cyl + hp, NULL),
  rss(mpg ~ wt * cyl, NULL) - full, rss(mpg ~ wt + cyl + hp, NULL) - full)
new <- data.frame(wt = c(2, 3.5), cyl = factor(c("4", "8"), levels = levels(d$cyl)), hp = c(90, 210))
extra <- list(
  anova2 = vector(two), predict = table(predict(weighted, new, interval = "prediction", weights = c(1, 2))),
  confidence = table(predict(weighted, new, interval = "confidence", level = 0.9)))
cat(entry(
  data = entry(mpg = vector(d$mpg), wt = vector(d$wt), hp = vector(d$hp), qsec = vector(d$qsec),
    cyl = vector(as.numeric(as.character(d$cyl))), gear = vector(as.numeric(as.character(d$gear)))),
  interaction = describe(interaction, extra["anova2"]),
  weighted = describe(weighted, extra[c("predict", "confidence")]),
  shifted = describe(shifted, list(r2 = number(difference$r.squared), adjr2 = number(difference$adj.r.squared),
    f = vector(difference$fstatistic))),
   origin = describe(origin), dependent = describe(dependent)), "\n")
