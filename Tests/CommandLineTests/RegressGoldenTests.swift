import Foundation
import HomeostatTestSupport
import Testing

/// `regress` on the NHANES file, from the text of the file to the numbers that it writes, against R and against
/// multi-precision arithmetic.
@Suite(.needsSharedFolder) struct RegressGoldenTests {
    static let names = [
        "(Intercept)": "(Intercept)", "RIDAGEYR": "RIDAGEYR", "BMXBMI": "BMXBMI", "C(RIAGENDR)[2]": "sex2",
        "C(RIDRETH3)[2]": "race2", "C(RIDRETH3)[3]": "race3", "C(RIDRETH3)[4]": "race4", "C(RIDRETH3)[6]": "race6",
        "C(RIDRETH3)[7]": "race7",
    ]
    static let logHOMA = "log(LBXGLU * LBXIN / 405)"
    static let full = "RIDAGEYR + C(RIAGENDR) + BMXBMI + C(RIDRETH3)"

    private func report(_ formula: String, _ options: [String] = []) throws -> RegressJSON {
        try RegressJSON(
            [
                try ProjectPaths.shared("reference/stats/data/nhanes_2017_2018_fasting.csv"), "--formula", formula,
                "--subset", "WTSAF2YR > 0 & RIDAGEYR >= 20",
            ] + options)
    }

    /// The column of a table of coefficients agrees with the reference at a path.
    private func expect(
        _ report: RegressJSON, _ column: String, _ key: String, _ part: String, _ tolerance: Double,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let golden = try ReferenceJSON("reference/stats/regression_golden.json")
        guard golden.has(key, part) else { return }
        for (term, row) in report.rows {
            let name = try #require(Self.names[term], sourceLocation: sourceLocation)
            let expected = try golden.number(key, part, name)
            let found = try #require(row[column] as? Double, "\(term) \(column)", sourceLocation: sourceLocation)
            #expect(
                (found - expected).magnitude <= tolerance * expected.magnitude, "\(key) \(part) \(name)",
                sourceLocation: sourceLocation)
        }
    }

    @Test func leastSquares() throws {
        let found = try report("\(Self.logHOMA) ~ \(Self.full)")
        #expect(found.rows.count == 9)
        try expect(found, "estimate", "ols_nhanes", "coef", 1e-12)
        try expect(found, "std_error", "ols_nhanes", "se", 1e-12)
        try expect(found, "statistic", "ols_nhanes", "t", 1e-12)
        let golden = try ReferenceJSON("reference/stats/regression_golden.json")
        for (figure, key) in [
            ("sigma", "sigma"), ("r_squared", "r2"), ("adj_r_squared", "adjr2"), ("log_lik", "logLik"),
            ("aic", "AIC"), ("bic", "BIC"),
        ] where golden.has("ols_nhanes", key) {
            let expected = try golden.number("ols_nhanes", key)
            #expect((try found.figure(figure) - expected).magnitude <= 1e-12 * expected.magnitude, "\(figure)")
        }
        #expect(try found.figure("n") == 2214)
        #expect(try found.figure("df_residual") == 2205)
        #expect(try found.figure("digits") >= 15)
        // p-values far in the tail, whose logarithm is what counts.
        for (term, row) in found.rows {
            let expected = try golden.number("ols_nhanes", "p", try #require(Self.names[term]))
            let power = try #require(row["log10_p"] as? Double)
            #expect((power - log10(expected)).magnitude <= 1e-11 * power.magnitude)
        }
    }

    /// 28 digits from the decimals of the file.
    @Test(arguments: [
        ("classical", "se"), ("hc0", "se_HC0"), ("hc1", "se_HC1"), ("hc2", "se_HC2"), ("hc3", "se_HC3"),
        ("cr0", "se_CR0"), ("cr1", "se_CR1"), ("cr1s", "se_CR1S"),
    ])
    func exactErrors(name: String, key: String) throws {
        let options = name.hasPrefix("cr") ? ["--cluster", "SDMVSTRA:SDMVPSU"] : []
        let found = try report("\(Self.logHOMA) ~ \(Self.full)", ["--errors", name] + options)
        let exact = try ExactNumbers("reference/stats/nhanes_exact_28digits.json")
        for (place, row) in found.rows.enumerated() {
            let error = try #require(row.row["std_error"] as? Double)
            let estimate = try #require(row.row["estimate"] as? Double)
            if let expected = exact.numbers("ols", key)?[place] {
                #expect((error - expected).magnitude <= 1e-14 * expected, "\(key) \(row.term)")
            }
            if let expected = exact.numbers("ols", "coef")?[place] {
                #expect((estimate - expected).magnitude <= 1e-14 * expected.magnitude, "\(row.term)")
            }
        }
    }

    @Test(arguments: [
        ("hc0", "se_HC0"), ("hc2", "se_HC2"), ("hc3", "se_HC3"), ("hc4", "se_HC4"), ("hc4m", "se_HC4m"),
        ("hc5", "se_HC5"), ("cr0", "se_CR0"), ("cr1", "se_CR1"), ("cr2", "se_CR2"), ("cr3", "se_CR3"),
    ])
    func errorsOfR(name: String, key: String) throws {
        let options = name.hasPrefix("cr") ? ["--cluster", "SDMVSTRA:SDMVPSU"] : []
        let found = try report("\(Self.logHOMA) ~ \(Self.full)", ["--errors", name] + options)
        try expect(found, "std_error", "ols_nhanes", key, 1e-11)
    }

    @Test func weightedLeastSquares() throws {
        let formula = "\(Self.logHOMA) ~ \(Self.full)"
        let found = try report(formula, ["--weights", "WTSAF2YR"])
        try expect(found, "estimate", "wls_nhanes", "coef", 1e-12)
        try expect(found, "std_error", "wls_nhanes", "se", 1e-12)
        try expect(
            try report(formula, ["--weights", "WTSAF2YR", "--errors", "hc3"]), "std_error", "wls_nhanes", "se_HC3",
            1e-12)
    }

    @Test func logisticOfAConditionToTwelveDigits() throws {
        let found = try report("I(LBXGLU * LBXIN / 405 >= 2.5) ~ \(Self.full)", ["--method", "logistic"])
        try expect(found, "estimate", "logit_nhanes", "coef", 1e-9)
        // R stops early; its standard errors have 6.7 digits.
        try expect(found, "std_error", "logit_nhanes", "se", 1e-6)
        let exact = try ExactNumbers("reference/stats/nhanes_exact_28digits.json")
        for (place, row) in found.rows.enumerated() {
            for (column, key) in [("estimate", "coef"), ("std_error", "se")] {
                guard let expected = exact.numbers("logit", key)?[place] else { continue }
                let value = try #require(row.row[column] as? Double)
                #expect((value - expected).magnitude <= 1e-12 * expected.magnitude, "\(row.term) \(column)")
            }
            let (estimate, ratio) = (row.row["estimate"] as? Double, row.row["ratio"] as? Double)
            #expect((exp(try #require(estimate)) - (try #require(ratio))).magnitude <= 1e-14 * (ratio ?? 0))
        }
    }

    @Test func riskRatio() throws {
        let found = try report(
            "I(LBXGLU * LBXIN / 405 >= 2.5) ~ RIDAGEYR + C(RIAGENDR) + BMXBMI", ["--method", "modified-poisson"])
        try expect(found, "estimate", "modified_poisson_nhanes", "coef", 1e-9)
        try expect(found, "std_error", "modified_poisson_nhanes", "se_HC0", 1e-6)
        #expect(found.object["ratio"] as? String == "risk ratio")
    }

    @Test(arguments: ["0.1", "0.25", "0.5", "0.75", "0.9"]) func quantiles(tau: String) throws {
        let golden = try ReferenceJSON("reference/stats/regression_golden.json")
        guard golden.has("rq_nhanes", tau) else { return }
        let formula = "\(Self.logHOMA) ~ RIDAGEYR + C(RIAGENDR) + BMXBMI"
        for (errors, key) in [("iid", "se_iid"), ("nid", "se_nid")] {
            let found = try report(formula, ["--method", "quantile", "--tau", tau, "--errors", errors])
            for (term, row) in found.rows {
                let name = try #require(Self.names[term])
                let estimate = try golden.number("rq_nhanes", tau, "coef", name)
                #expect((try #require(row["estimate"] as? Double) - estimate).magnitude <= 1e-9 * estimate.magnitude)
                let error = try golden.number("rq_nhanes", tau, key, name)
                #expect((try #require(row["std_error"] as? Double) - error).magnitude <= 1e-6 * error, "\(key) \(name)")
            }
        }
    }

    @Test(arguments: ["huber", "bisquare"]) func robust(method: String) throws {
        let golden = try ReferenceJSON("reference/stats/regression_golden.json")
        let found = try RegressJSON([
            try ProjectPaths.shared("reference/stats/data/reaven_miller_1979.csv"), "--formula",
            "log(sspg) ~ glucose + insulin", "--method", method, "--unit", "glucose=mg/dL", "--unit",
            "insulin=uU/mL",
        ])
        for (term, row) in found.rows {
            let estimate = try golden.number("rlm_reaven", method, "coef", term)
            #expect((try #require(row["estimate"] as? Double) - estimate).magnitude <= 1e-9 * estimate.magnitude)
            let error = try golden.number("rlm_reaven", method, "se", term)
            #expect((try #require(row["std_error"] as? Double) - error).magnitude <= 1e-9 * error)
        }
    }
}

/// What `regress --format json` wrote.
struct RegressJSON {
    let outcome: CommandOutcome
    let object: [String: Any]
    /// In the order of the table.
    let rows: [(term: String, row: [String: Any])]

    init(_ arguments: [String]) throws {
        outcome = try runHomeostat(["regress", "--format", "json"] + arguments)
        try #require(outcome.status == 0 || outcome.status == 3, "\(outcome.errorText)")
        let read = try JSONSerialization.jsonObject(with: Data(outcome.output))
        object = try #require(read as? [String: Any])
        let list = try #require(object["coefficients"] as? [[String: Any]])
        rows = list.map { ($0["term"] as? String ?? "", $0) }
        #expect(rows.allSatisfy { !$0.term.isEmpty })
    }

    /// A figure of the model.
    func figure(_ name: String) throws -> Double {
        let model = try #require(object["model"] as? [String: Any])
        return try #require(model[name] as? Double, "no figure \(name)")
    }

    /// Why a figure is absent.
    func cause(_ name: String) -> String? {
        ((object["model"] as? [String: Any])?["absent"] as? [String: String])?[name]
    }

    /// The row of a term.
    func row(_ term: String) throws -> [String: Any] {
        try #require(rows.first { $0.term == term }?.row, "no term \(term) in \(rows.map(\.term))")
    }

    /// A section as rows.
    func section(_ name: String) throws -> [[String: Any]] { try #require(object[name] as? [[String: Any]]) }
}

/// Reference numbers that are written as texts of 28 digits.
private struct ExactNumbers {
    private let root: [String: Any]

    init(_ name: String) throws {
        let data = try Data(contentsOf: URL(filePath: ProjectPaths.shared(name)))
        root = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    func numbers(_ part: String, _ key: String) -> [Double]? {
        let found = (root[part] as? [String: Any])?[key]
        if let texts = found as? [String] { return texts.compactMap(Double.init) }
        return found as? [Double]
    }
}
