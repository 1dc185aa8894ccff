# data.table: HOMA-IR, QUICKI and TyG of every row, CSV to CSV, by fread and fwrite.
# Rscript --vanilla datatable_rows.R INPUT OUTPUT fast|plain|exact
#
# fast   two threads, only the four columns that are needed, plain vectors. fwrite has no other number format than
#        15 significant digits, and nine in ten of these numbers do not read back to the same double.
# exact  the same with 17 significant digits, which do: the numbers are made by sprintf before fwrite.
# plain  what a user types who sets nothing: every column, := for each index, data.table's default of half the cores.

suppressPackageStartupMessages(library(data.table))
arguments <- commandArgs(trailingOnly = TRUE)
source_file <- arguments[1]
target_file <- arguments[2]
mode <- arguments[3]

if (mode == "plain") {
    cohort <- fread(source_file)
    cohort[, homa_ir := glucose_mg_dl / 18 * insulin_uu_ml / 22.5]
    cohort[, quicki := 1 / (log10(insulin_uu_ml) + log10(glucose_mg_dl))]
    cohort[, tyg := log(tg_mg_dl * glucose_mg_dl / 2)]
    fwrite(cohort[, .(id, homa_ir, quicki, tyg)], target_file)
} else {
    setDTthreads(2)
    cohort <- fread(
        source_file, sep = ",", header = TRUE, quote = "", showProgress = FALSE,
        select = c("id", "glucose_mg_dl", "insulin_uu_ml", "tg_mg_dl")
    )
    glucose <- cohort$glucose_mg_dl
    insulin <- cohort$insulin_uu_ml
    result <- list(
        id = cohort$id,
        homa_ir = glucose / 18 * insulin / 22.5,
        quicki = 1 / (log10(insulin) + log10(glucose)),
        tyg = log(cohort$tg_mg_dl * glucose / 2)
    )
    if (mode == "exact") {
        result[-1] <- lapply(result[-1], function(values) sprintf("%.17g", values))
    }
    fwrite(result, target_file, quote = FALSE, showProgress = FALSE)
}
