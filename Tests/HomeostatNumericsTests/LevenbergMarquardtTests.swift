import Foundation
import HomeostatNumerics
import Testing

/// The folder of shared reference material, or nil.
let sharedFolder: String? = {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    let path =
        ProcessInfo.processInfo.environment["HOMEOSTAT_SHARED"]
        ?? root.deletingLastPathComponent().appending(path: "shared").path()
    return FileManager.default.fileExists(atPath: path + "/reference") ? path : nil
}()

/// A regression problem of which the derivatives come from dual numbers.
private struct Regression: NonlinearLeastSquares {
    let y: [Double]
    let x: [[Double]]
    let parameterCount: Int
    let model: @Sendable ([DualNumber], [Double]) -> DualNumber
    var residualCount: Int { y.count }

    func residuals(at parameters: [Double], into residuals: inout [Double]) {
        let b = parameters.map { DualNumber($0) }
        for i in y.indices { residuals[i] = y[i] - model(b, x[i]).value }
    }

    func jacobian(at parameters: [Double], into jacobian: inout [Double]) {
        for first in stride(from: 0, to: parameterCount, by: DualNumber.directionCount) {
            let last = min(parameterCount, first + DualNumber.directionCount)
            let b = parameters.indices.map {
                $0 >= first && $0 < last
                    ? DualNumber(parameters[$0], direction: $0 - first) : DualNumber(parameters[$0])
            }
            for i in y.indices {
                let gradient = model(b, x[i]).gradient
                for j in first..<last { jacobian[j * y.count + i] = -gradient[j - first] }
            }
        }
    }
}

@Suite struct LevenbergMarquardtTests {
    /// Certified by NIST to 11 digits; the digits asked for here are what the certificate can show, less the loss
    /// that the conditioning of a set brings.
    @Test(
        .enabled(if: sharedFolder != nil, "needs the shared reference folder (../shared or HOMEOSTAT_SHARED)"),
        arguments: nistModels.keys.sorted(), [1, 2])
    func certifiedByNIST(name: String, start: Int) throws {
        let folder = try #require(sharedFolder) + "/reference/nist"
        let model = try #require(nistModels[name])
        let rows = try table(folder + "/nonlinear/\(name).csv")
        let header = try #require(rows.first)
        let isNelson = name == "Nelson"
        let data = try rows.dropFirst().map { try $0.map { try #require(Double($0)) } }
        let certified = try table(folder + "/nonlinear_certified_params.csv").filter { $0[0] == name }
        let starts = try certified.map { try #require(Double($0[2 + start])) }
        let problem = Regression(
            y: data.map { isNelson ? log($0[0]) : $0[0] }, x: data.map { Array($0.dropFirst()) },
            parameterCount: starts.count, model: model)
        #expect(header[0] == "y")
        let solution = LevenbergMarquardt().minimise(problem, from: starts)
        let comment = Comment("\(name) from start \(start): \(solution.ending), \(solution.iterations) iterations")
        #expect(solution.isConverged, comment)
        let errors = try #require(solution.standardErrors, comment)
        let meta = try #require(try table(folder + "/nonlinear_certified_meta.csv").first { $0[0] == name })
        let sumOfSquares = try #require(Double(meta[6]))
        if name != "Lanczos1" {
            #expect(abs(solution.sumOfSquares - sumOfSquares) <= 1e-9 * sumOfSquares, comment)
        }
        for (j, row) in certified.enumerated() {
            let value = try #require(Double(row[5]))
            let deviation = try #require(Double(row[6]))
            #expect(abs(solution.parameters[j] - value) <= 1e-9 * abs(value), comment)
            // The residual of Lanczos1 is rounding (1e-13): its standard errors have no digits to compare.
            if name != "Lanczos1" { #expect(abs(errors[j] - deviation) <= 1e-9 * deviation, comment) }
        }
    }

    private func table(_ path: String) throws -> [[String]] {
        try String(contentsOfFile: path, encoding: .utf8).split(whereSeparator: \.isNewline)
            .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    }

    /// Rosenbrock's valley, minimum 0 at (1, 1).
    @Test func rosenbrock() {
        struct Valley: NonlinearLeastSquares {
            let parameterCount = 2
            let residualCount = 2
            func residuals(at p: [Double], into r: inout [Double]) { r = [10 * (p[1] - p[0] * p[0]), 1 - p[0]] }
            func jacobian(at p: [Double], into j: inout [Double]) { j = [-20 * p[0], -1, 10, 0] }
        }
        let solution = LevenbergMarquardt().minimise(Valley(), from: [-1.2, 1])
        #expect(solution.isConverged)
        #expect(abs(solution.parameters[0] - 1) < 1e-12 && abs(solution.parameters[1] - 1) < 1e-12)
    }

    /// A parameter without influence must neither stop the fit nor move, and it shows in the rank.
    @Test func parameterWithoutInfluence() {
        struct Flat: NonlinearLeastSquares {
            let parameterCount = 2
            let residualCount = 3
            func residuals(at p: [Double], into r: inout [Double]) { r = [p[0] - 1, p[0] - 2, p[0] - 6] }
            func jacobian(at p: [Double], into j: inout [Double]) { j = [1, 1, 1, 0, 0, 0] }
        }
        let solution = LevenbergMarquardt().minimise(Flat(), from: [0, 5])
        #expect(solution.isConverged)
        #expect(abs(solution.parameters[0] - 3) < 1e-12)
        #expect(solution.parameters[1] == 5)
        #expect(solution.rank == 1 && solution.inverseInformation == nil && solution.standardErrors == nil)
    }

    /// Residuals that are not finite shorten the step; a start that is not finite is told.
    @Test func bordersOfTheDomain() {
        struct Logarithm: NonlinearLeastSquares {
            let parameterCount = 1
            let residualCount = 1
            func residuals(at p: [Double], into r: inout [Double]) { r = [log(p[0]) + 3] }
            func jacobian(at p: [Double], into j: inout [Double]) { j = [1 / p[0]] }
        }
        let solution = LevenbergMarquardt().minimise(Logarithm(), from: [4])
        #expect(solution.isConverged)
        #expect(abs(solution.parameters[0] - exp(-3)) < 1e-14)
        let undefined = LevenbergMarquardt().minimise(Logarithm(), from: [-1])
        #expect(undefined.ending == .undefinedStart && !undefined.isConverged)
    }

    /// The sum of squares falls for ever towards a limit that no parameter reaches: there is no minimum to report.
    @Test func minimumAtInfinity() {
        struct Endless: NonlinearLeastSquares {
            let parameterCount = 1
            let residualCount = 2
            func residuals(at p: [Double], into r: inout [Double]) { r = [1 + exp(-p[0]), 1] }
            func jacobian(at p: [Double], into j: inout [Double]) { j = [-exp(-p[0]), 0] }
        }
        let solution = LevenbergMarquardt().minimise(Endless(), from: [0])
        #expect(!solution.isConverged)
        #expect(solution.ending == .stalled || solution.ending == .degenerate)
        #expect(abs(solution.sumOfSquares - 2) < 1e-12)
    }

    /// A region so wide at the start that the first step lands where the second parameter has lost its influence: the
    /// solver may fail there, but must not call it a minimum.
    @Test func plateauIsNotCalledMinimum() {
        struct Saturation: NonlinearLeastSquares {
            let x = [1.0, 2, 3, 5, 7, 10]
            let y = [109.0, 149, 149, 191, 213, 224]
            let parameterCount = 2
            var residualCount: Int { x.count }
            func residuals(at p: [Double], into r: inout [Double]) {
                for i in x.indices { r[i] = y[i] - p[0] * (1 - exp(-p[1] * x[i])) }
            }
            func jacobian(at p: [Double], into j: inout [Double]) {
                for i in x.indices {
                    j[i] = exp(-p[1] * x[i]) - 1
                    j[x.count + i] = -p[0] * x[i] * exp(-p[1] * x[i])
                }
            }
        }
        for factor in [0.1, 1, 10, 100, 1000] {
            var solver = LevenbergMarquardt()
            solver.initialRadiusFactor = factor
            let solution = solver.minimise(Saturation(), from: [1, 1])
            let isMinimum = abs(solution.sumOfSquares - 1168.0088766) < 1e-6
            #expect(solution.isConverged == isMinimum, "factor \(factor): \(solution.ending)")
        }
    }
}
