# Marginal means over a balanced grid on R's data set mtcars: Rscript marginal_means.R > marginal_means.json
# The definition of emmeans: the mean of the predictions over all combinations of levels, covariates at their means.
d <- mtcars
d$c <- factor(d$cyl)
d$g <- factor(d$gear)
fit <- lm(mpg ~ log(wt) * c + g + hp, d)
grid <- expand.grid(wt = mean(d$wt), c = levels(d$c), g = levels(d$g), hp = mean(d$hp))
x <- model.matrix(delete.response(terms(fit)), grid)
vector <- function(v) paste0("[", paste(sprintf("%.17g", v), collapse = ", "), "]")
means <- function(by) {
  l <- apply(x, 2, function(column) tapply(column, by, mean))
  list(mean = drop(l %*% coef(fit)), se = sqrt(diag(l %*% vcov(fit) %*% t(l))))
}
a <- means(grid$c)
b <- means(grid$g)
s <- lm(mpg ~ wt * c + hp + I(hp^2), d)
ss <- anova(s)
cat(sprintf('{"c": {"mean": %s, "se": %s},\n"g": {"mean": %s, "se": %s},\n"interaction": {"coef": %s, "se": %s,
"anova1": %s}}\n', vector(a$mean), vector(a$se), vector(b$mean), vector(b$se), vector(coef(s)),
  vector(sqrt(diag(vcov(s)))), vector(ss[["Sum Sq"]])))
