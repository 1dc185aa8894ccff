import HomeostatNumerics

/// Adjustments of the p-values of several tests for their number.
///
/// An adjusted p-value at or below alpha rejects with the error rate alpha. Small p-values are adjusted by their
/// logarithms and never become 0.
public enum MultipleTesting: String, Sendable, Hashable, CaseIterable {
    /// p m: the probability of any false rejection, whatever the dependence.
    case bonferroni
    /// Bonferroni step down: Holm S. Scandinavian Journal of Statistics 1979;6:65-70.
    case holm
    /// Holm's steps upwards, for independent tests: Hochberg Y. Biometrika 1988;75:800-802,
    /// doi:10.1093/biomet/75.4.800.
    case hochberg
    /// Closed Simes tests: Hommel G. Biometrika 1988;75:383-386, doi:10.1093/biomet/75.2.383.
    case hommel
    /// The false discovery rate, for independent tests: Benjamini Y, Hochberg Y. Journal of the Royal Statistical
    /// Society B 1995;57:289-300, doi:10.1111/j.2517-6161.1995.tb02031.x.
    case benjaminiHochberg = "bh"
    /// The false discovery rate whatever the dependence: Benjamini Y, Yekutieli D. Annals of Statistics
    /// 2001;29:1165-1188, doi:10.1214/aos/1013699998.
    case benjaminiYekutieli = "by"

    /// The adjusted p-values, in the order given.
    ///
    /// - Parameters:
    ///   - pValues: a missing one stays missing and does not count as a test.
    ///   - testCount: the number of tests m, where it is larger than the number of p-values that are there.
    /// - Throws: ``PairedDataError/parameter(name:value:domain:)`` for a p-value outside 0 to 1 or a number of tests that
    ///   is too small.
    public func adjust(_ pValues: [PValue?], testCount: Int? = nil) throws(PairedDataError) -> [PValue?] {
        let present = pValues.indices.filter { pValues[$0] != nil }
        let count = testCount ?? present.count
        guard count >= present.count else {
            throw .parameter(
                name: "the number of tests", value: Double(count), domain: "at least \(present.count), that of p-values"
            )
        }
        let sorted = present.compactMap { place in pValues[place].map { (place: place, p: $0) } }
            .sorted { ($0.p, $0.place) < ($1.p, $1.place) }
        for entry in sorted where !(entry.p.value >= 0 && entry.p.value <= 1) {
            throw .parameter(name: "a p-value", value: entry.p.value, domain: "from 0 to 1")
        }
        let adjusted = adjustSorted(sorted.map(\.p), testCount: count)
        var result = [PValue?](repeating: nil, count: pValues.count)
        for (entry, p) in zip(sorted, adjusted) { result[entry.place] = p }
        return result
    }

    /// The adjusted p-values, in the order given; `nil` and not-a-number are missing.
    ///
    /// - Throws: as ``adjust(_:testCount:)-([PValue?],_)``.
    public func adjust(_ pValues: [Double?], testCount: Int? = nil) throws(PairedDataError) -> [Double?] {
        for case .some(let p) in pValues where p < 0 || p > 1 {
            throw .parameter(name: "a p-value", value: p, domain: "from 0 to 1")
        }
        let given = pValues.map { value in value.flatMap { $0.isNaN ? nil : PValue($0) } }
        return try adjust(given, testCount: testCount).map { $0?.value }
    }

    /// Ascending p-values, adjusted.
    private func adjustSorted(_ p: [PValue], testCount m: Int) -> [PValue] {
        switch self {
        case .bonferroni: p.map { $0.times(Double(m)) }
        case .holm: p.enumerated().map { $1.times(Double(m - $0)) }.cumulative(max)
        case .hochberg: upwards(p) { Double(m - $0) }
        case .benjaminiHochberg: upwards(p) { Double(m) / Double($0 + 1) }
        case .benjaminiYekutieli:
            { (harmonic: Double) in upwards(p) { harmonic * Double(m) / Double($0 + 1) } }(
                (0..<m).reduce(0) { $0 + 1 / Double($1 + 1) })
        case .hommel: hommel(p, testCount: m)
        }
    }

    /// Smallest of the values from here to the largest p-value.
    private func upwards(_ p: [PValue], _ factor: (Int) -> Double) -> [PValue] {
        p.enumerated().map { $1.times(factor($0)) }.reversed().cumulative(min).reversed()
    }

    /// Wright's algorithm for Hommel's procedure (Wright SP. Biometrics 1992;48:1005-1013, doi:10.2307/2532694).
    private func hommel(_ present: [PValue], testCount n: Int) -> [PValue] {
        guard n > 1 else { return present }
        // Tests that are not there count as p = 1.
        let p = present + [PValue](repeating: PValue(1), count: n - present.count)
        let simes = (0..<n).map { p[$0].times(Double(n) / Double($0 + 1)) }.reduce(PValue(1), min)
        var adjusted = [PValue](repeating: simes, count: n)
        for size in stride(from: n - 1, to: 1, by: -1) {
            let first = n - size + 1
            let smallest = (0..<size - 1).map { p[first + $0].times(Double(size) / Double($0 + 2)) }
                .reduce(PValue(1), min)
            for place in 0..<n {
                // Beyond the first n - size + 1 the largest of their values holds.
                let candidate = min(p[min(place, first - 1)].times(Double(size)), smallest)
                adjusted[place] = max(adjusted[place], candidate)
            }
        }
        return (0..<present.count).map { max(adjusted[$0], p[$0]) }
    }
}

extension PValue {
    /// The probability times a factor, at most 1.
    fileprivate func times(_ factor: Double) -> PValue {
        let product = value * factor
        let logarithm = logarithm + PValue(factor).logarithm
        // Where the value has underflown, the logarithm decides.
        return product >= 1 ? PValue(value: 1, logarithm: 0) : PValue(value: product, logarithm: min(logarithm, 0))
    }
}

extension Sequence {
    /// The running maximum or minimum.
    fileprivate func cumulative(_ choose: (Element, Element) -> Element) -> [Element] {
        var result: [Element] = []
        for element in self { result.append(result.last.map { choose($0, element) } ?? element) }
        return result
    }
}
