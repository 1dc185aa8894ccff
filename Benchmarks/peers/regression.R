# R: the regression tasks of regression.py, timed without reading the file.
# Rscript --vanilla regression.R TASK FILE ROUNDS
#
# ols    lm with the matrix of covariates in the formula, as a user writes it
# fit    .lm.fit on the design matrix with its intercept: the fastest that R has
# small  .lm.fit for each group of 50 rows; the rows of a group are taken from lists that were split before the clock

arguments <- commandArgs(trailingOnly = TRUE)
connection <- file(arguments[2], "rb")
shape <- readBin(connection, "integer", 4L, size = 4L, endian = "little")[c(1L, 3L)]
numbers <- readBin(connection, "double", shape[1] * (shape[2] + 1L), endian = "little")
close(connection)
x <- matrix(numbers[seq_len(shape[1] * shape[2])], shape[1])
y <- numbers[-seq_len(shape[1] * shape[2])]

if (arguments[1] == "ols") {
    covariates <- x[, -1L]
    task <- function() unname(coef(lm(y ~ covariates)))
} else if (arguments[1] == "fit") {
    task <- function() .lm.fit(x, y)$coefficients
} else {
    rows <- split(seq_len(shape[1]), rep(seq_len(shape[1] / 50L), each = 50L))
    designs <- lapply(rows, function(these) x[these, , drop = FALSE])
    responses <- lapply(rows, function(these) y[these])
    task <- function() {
        found <- matrix(0, shape[2], length(rows))
        for (group in seq_along(rows)) found[, group] <- .lm.fit(designs[[group]], responses[[group]])$coefficients
        rowMeans(found)
    }
}

seconds <- numeric(as.integer(arguments[3]))
for (round in seq_along(seconds)) {
    start <- proc.time()[["elapsed"]]
    results <- task()
    seconds[round] <- proc.time()[["elapsed"]] - start
}
cat(sprintf(
    '{"seconds": [%s], "results": [%s]}\n',
    paste(sprintf("%.6f", seconds), collapse = ", "), paste(sprintf("%.17g", results), collapse = ", ")
))
