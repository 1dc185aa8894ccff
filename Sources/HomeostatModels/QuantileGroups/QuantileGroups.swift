import HomeostatNumerics

/// A variable cut at its quantiles: quartiles of HOMA-IR, quintiles of body mass index.
///
/// The boundaries are quantiles of type 7 (linear between order statistics, the default of R). A value belongs to the
/// lowest group whose upper boundary it does not exceed: group g holds what is above boundary g - 1 and at most
/// boundary g, and the lowest value belongs to group 1. Equal values always share a group, so that with ties the groups
/// are of unequal size; where ties leave a group without values, that is an error and not a group less.
///
/// ```swift
/// let quartiles = try QuantileGroups(homa, groups: 4)
/// let design = quartiles.design(.indicators, name: "homa_ir", beside: covariates)
/// ```
///
/// Source of the quantiles: Hyndman RJ, Fan Y. Am Stat 1996;50:361-365, doi:10.1080/00031305.1996.10473566.
public struct QuantileGroups: Sendable, Hashable {
    /// The inner boundaries, ascending: one fewer than groups.
    public let boundaries: [Double]
    /// The group of each value, from 1.
    public let groups: [Int]
    /// The number of values in each group.
    public let counts: [Int]
    /// The median of each group.
    public let medians: [Double]
    /// The smallest value of each group.
    public let minima: [Double]
    /// The largest value of each group.
    public let maxima: [Double]

    /// Why a variable cannot be cut.
    public enum Failure: Error, Hashable, Sendable, CustomStringConvertible {
        /// Fewer than two groups.
        case unusableCount(Int)
        /// Fewer values than groups.
        case tooFewValues(values: Int, groups: Int)
        /// A value that is not finite.
        case notFinite(row: Int, value: Double)
        /// Ties leave groups without values.
        case emptyGroups([Int], boundaries: [Double])

        /// What is wrong and what to ask for instead; rows and groups are counted from 1.
        public var description: String {
            switch self {
            case .unusableCount(let count): "\(count) groups: ask for 2 or more"
            case .tooFewValues(let values, let groups): "\(values) values for \(groups) groups"
            case .notFinite(let row, let value):
                "value \(value) in row \(row + 1): leave the row out or give it a finite number"
            case .emptyGroups(let groups, let boundaries):
                "ties leave no value for group \(groups.map(String.init).joined(separator: ", ")) (boundaries "
                    + boundaries.map { "\($0)" }.joined(separator: ", ") + "): ask for fewer groups"
            }
        }
    }

    /// Cuts a variable.
    ///
    /// - Parameters:
    ///   - values: one for each row, finite.
    ///   - count: the number of groups: 4 for quartiles.
    ///   - reference: the values whose quantiles are the boundaries, where these are not the values themselves: the
    ///     controls of a case-control study.
    public init(_ values: [Double], groups count: Int, reference: [Double]? = nil) throws(Failure) {
        guard count >= 2 else { throw .unusableCount(count) }
        for all in [values, reference ?? []] {
            if let row = all.firstIndex(where: { !$0.isFinite }) { throw .notFinite(row: row, value: all[row]) }
        }
        let sorted = (reference ?? values).sorted()
        guard values.count >= count, sorted.count >= count else {
            throw .tooFewValues(values: min(values.count, sorted.count), groups: count)
        }
        let boundaries = (1..<count).map { Self.quantile(Double($0) / Double(count), of: sorted) }
        let groups = values.map { value in 1 + boundaries.count { value > $0 } }
        var members = [[Double]](repeating: [], count: count)
        for (value, group) in zip(values, groups) { members[group - 1].append(value) }
        let empty = members.indices.filter { members[$0].isEmpty }
        guard empty.isEmpty else { throw .emptyGroups(empty.map { $0 + 1 }, boundaries: boundaries) }
        self.boundaries = boundaries
        self.groups = groups
        counts = members.map(\.count)
        medians = members.map { Self.quantile(0.5, of: $0.sorted()) }
        minima = members.map { $0.min() ?? 0 }
        maxima = members.map { $0.max() ?? 0 }
    }

    /// The quantile of type 7.
    private static func quantile(_ probability: Double, of sorted: [Double]) -> Double {
        let rank = QuantileRank(probability, count: sorted.count)
        return rank.value(sorted[rank.lower], sorted[rank.upper])
    }

    /// How the groups stand in a model.
    public enum Coding: Sendable, Hashable {
        /// A column of 0 and 1 for each group but the first, which is the reference.
        case indicators
        /// One column that holds the median of each row's group; its coefficient is per unit of the variable, and its
        /// test is the P for trend of most papers.
        case medianScore
        /// One column that holds the number of each row's group; its coefficient is per group.
        case ordinalScore
    }

    /// The columns that the groups make in a model.
    ///
    /// - Parameter name: of the variable: "homa_ir" gives "homa_ir[Q2]", "homa_ir[median]", "homa_ir[group]".
    public func columns(_ coding: Coding, name: String) -> [(name: String, values: [Double])] {
        switch coding {
        case .indicators:
            (2...counts.count).map { group in ("\(name)[Q\(group)]", groups.map { $0 == group ? 1 : 0 }) }
        case .medianScore: [("\(name)[median]", groups.map { medians[$0 - 1] })]
        case .ordinalScore: [("\(name)[group]", groups.map { Double($0) })]
        }
    }

    /// A design with the groups as its first term after the intercept's place, and the columns of another behind them.
    ///
    /// - Parameters:
    ///   - coding: how the groups stand in it.
    ///   - name: of the variable, and of its term.
    ///   - covariates: the rest of the model, its intercept included, with a row for each value.
    /// - Returns: intercept, groups, covariates; the groups are term 0.
    /// - Precondition: `covariates` has a row for each value.
    public func design(_ coding: Coding, name: String, beside covariates: DesignMatrix) -> DesignMatrix {
        precondition(covariates.rowCount == groups.count, "a row for each value")
        let intercept = covariates.interceptColumn
        let own = columns(coding, name: name)
        let rest = (0..<covariates.columnCount).filter { $0 != intercept }
        let front = intercept.map { [$0] } ?? []
        let matrix = covariates.matrix.selecting(columns: front).appending(own.map(\.values))
        let zeros = own.map { _ in [Double](repeating: 0, count: groups.count) }
        let remainder = covariates.remainder.map { remainder in
            remainder.selecting(columns: front).appending(zeros)
                .appending(covariates: remainder.selecting(columns: rest))
        }
        return DesignMatrix(
            matrix: matrix.appending(covariates: covariates.matrix.selecting(columns: rest)), remainder: remainder,
            columnNames: front.map { covariates.columnNames[$0] } + own.map(\.name)
                + rest.map { covariates.columnNames[$0] },
            terms: [name] + covariates.terms,
            termOfColumn: front.map { _ in nil } + own.map { _ in 0 }
                + rest.map { covariates.termOfColumn[$0].map { $0 + 1 } })
    }
}

extension Matrix {
    /// The matrix with the columns of another on its right.
    fileprivate func appending(covariates: Matrix) -> Matrix {
        Matrix(
            rowCount: rowCount, columnCount: columnCount + covariates.columnCount,
            elements: elements + covariates.elements)
    }
}
