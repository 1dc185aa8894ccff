import HomeostatNumerics

/// Joint distribution of the measurements of a group of adults, as weighted means, standard deviations and
/// correlations: age [years], and natural logarithms of glucose [mg/dL], insulin [uU/mL], body mass index [kg/m2],
/// waist [cm], triglycerides [mg/dL], HDL cholesterol [mg/dL] and HbA1c [%], in this order.
///
/// Computed from the public use files of NHANES, 1999 to 2023 (CDC/NCHS, public domain): adults from 20 years with
/// all eight measurements and a positive fasting weight. Standard deviations and correlations within the sexes.
struct CohortGroup: Sendable {
    let men: [Double]
    let women: [Double]
    let deviations: [Double]
    /// Lower triangle of the correlations, row by row, with the diagonal.
    let correlations: [[Double]]

    /// 16,430 people with glucose below 126 mg/dL and HbA1c below 6.5 %.
    static let withoutDiabetes = CohortGroup(
        men: [44.4, 4.601, 2.208, 3.321, 4.593, 4.721, 3.858, 1.677],
        women: [46.1, 4.561, 2.144, 3.319, 4.538, 4.568, 4.059, 1.678],
        deviations: [16.4, 0.101, 0.688, 0.214, 0.156, 0.568, 0.267, 0.069],
        correlations: [
            [1],
            [0.33, 1],
            [0.00, 0.37, 1],
            [0.05, 0.27, 0.60, 1],
            [0.19, 0.31, 0.60, 0.92, 1],
            [0.13, 0.17, 0.37, 0.26, 0.31, 1],
            [0.13, -0.13, -0.41, -0.35, -0.34, -0.47, 1],
            [0.42, 0.41, 0.22, 0.22, 0.26, 0.14, -0.08, 1],
        ])

    /// 2,701 people at or above one of these limits.
    static let withDiabetes = CohortGroup(
        men: [58.1, 5.058, 2.693, 3.441, 4.708, 4.947, 3.755, 1.975],
        women: [59.4, 5.032, 2.716, 3.504, 4.693, 4.975, 3.917, 1.984],
        deviations: [13.6, 0.310, 0.817, 0.215, 0.146, 0.608, 0.266, 0.205],
        correlations: [
            [1],
            [-0.17, 1],
            [-0.15, 0.00, 1],
            [-0.27, 0.04, 0.47, 1],
            [-0.15, 0.04, 0.48, 0.93, 1],
            [-0.10, 0.28, 0.21, 0.13, 0.14, 1],
            [0.14, -0.12, -0.33, -0.23, -0.25, -0.49, 1],
            [-0.16, 0.68, -0.08, 0.03, 0.03, 0.19, -0.08, 1],
        ])

    /// One person. Takes eight normal deviates.
    func draw(isMale: Bool, from draws: inout RandomStream) -> [Double] {
        let factor = lowerFactor(correlations)
        let independent = factor.map { _ in draws.normal() }
        return factor.indices.map { row in
            let correlated = zip(factor[row], independent).reduce(0) { $0 + $1.0 * $1.1 }
            return (isMale ? men : women)[row] + deviations[row] * correlated
        }
    }
}

/// The lower triangular L with L times its transpose equal to a positive definite matrix, given by its lower triangle
/// (Cholesky). A matrix that is not positive definite gives not-a-number.
func lowerFactor(_ lower: [[Double]]) -> [[Double]] {
    var factor: [[Double]] = []
    for row in lower.indices {
        var line: [Double] = []
        for column in 0...row {
            let above = column == row ? line : factor[column]
            let explained = zip(line, above).reduce(0) { $0 + $1.0 * $1.1 }
            let rest = lower[row][column] - explained
            line.append(column == row ? rest.squareRoot() : rest / factor[column][column])
        }
        factor.append(line)
    }
    return factor
}
