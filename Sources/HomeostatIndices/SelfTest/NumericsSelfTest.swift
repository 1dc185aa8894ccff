import HomeostatCohort
import HomeostatNumerics

/// Certified cases of elementary functions and of linear algebra.
enum NumericsSelfTest {
    static func run() -> [SelfTestCase] {
        elementaryFunctions() + [levelsAgree(), exactProduct(), oneLibrary()] + [longley()]
    }

    /// Values with 20 digits (multi-precision arithmetic; the compiler rounds the literal correctly).
    private static func elementaryFunctions() -> [SelfTestCase] {
        func lanes(_ x: Double) -> Lanes { Lanes(repeating: x) }
        let known: [(name: String, value: Double, expected: Double)] = [
            ("ln 2", log(lanes(2))[0], 0.6931471805599453094172),
            ("ln 10", log(lanes(10))[3], 2.302585092994045684018),
            ("ln 22.5", log(lanes(22.5))[5], 3.113515309210374447974),
            ("ln 7650", log(lanes(7650))[7], 8.942460926820581521659),
            ("exp 1", exp(lanes(1))[0], 2.71828182845904523536),
            ("exp -1", exp(lanes(-1))[1], 0.3678794411714423215955),
            ("exp 10.5", exp(lanes(10.5))[2], 36315.50267424663773891),
            ("log10 2", log10(lanes(2))[4], 0.3010299956639811952137),
            ("log10 1500", log10(lanes(1500))[6], 3.176091259055681242081),
            ("2^0.5", pow(lanes(2), 0.5)[0], 1.414213562373095048802),
            ("5.5^-0.27", pow(lanes(5.5), -0.27)[7], 0.6311056581445683692275),
        ]
        return known.map { name, value, expected in
            let ulps = abs(value - expected) / expected.ulp
            return SelfTestCase(
                "log, exp, pow to 1 ulp", name, passed: ulps <= 1,
                "\(shortestDecimal(value)), \(shortestDecimal(ulps)) ulp")
        }
    }

    /// The same bits with every set of instructions that this processor has.
    private static func levelsAgree() -> SelfTestCase {
        let values = (1...4096).map { Double($0) * 0.0371 }
        let group = "same bits at every level"
        var names: [String] = []
        let baseline = (
            ProcessorLevel.logarithms(of: values, level: 0), ProcessorLevel.exponentials(of: values, level: 0)
        )
        for level in 0...2 {
            guard let logs = ProcessorLevel.logarithms(of: values, level: level),
                let powers = ProcessorLevel.exponentials(of: values, level: level)
            else { continue }
            names.append(ProcessorLevel.name(level))
            if logs != baseline.0 || powers != baseline.1 {
                return SelfTestCase(group, ProcessorLevel.name(level), passed: false, "differs from the baseline")
            }
        }
        return SelfTestCase(group, "log and exp", passed: !names.isEmpty, names.joined(separator: ", "))
    }

    /// A product of matrices of small integers has no rounding.
    private static func exactProduct() -> SelfTestCase {
        let (rows, inner, columns) = (37, 53, 29)
        let a = (0..<rows * inner).map { ($0 * 7919) % 201 - 100 }
        let b = (0..<inner * columns).map { ($0 * 104_729) % 211 - 105 }
        let product = BLAS.product(
            a.map(Double.init), b.map(Double.init), rows: rows, inner: inner, columns: columns)
        for row in 0..<rows {
            for column in 0..<columns {
                let exact = (0..<inner).reduce(0) { $0 + a[$1 * rows + row] * b[column * inner + $1] }
                let found = product[column * rows + row]
                if found != Double(exact) {
                    return SelfTestCase(
                        "matrix product", "dgemm", passed: false, "\(found) for \(exact) at \(row), \(column)")
                }
            }
        }
        return SelfTestCase("matrix product", "dgemm", passed: true, "\(rows) x \(inner) x \(columns), exact")
    }

    private static func oneLibrary() -> SelfTestCase {
        let isOne = BLAS.library == BLAS.configuredLibrary && BLAS.configuration.hasPrefix("OpenBLAS")
        return SelfTestCase(
            "one BLAS", "OpenBLAS", passed: isOne,
            isOne ? "OpenBLAS answers" : "\(BLAS.library) answers, not \(BLAS.configuredLibrary)")
    }

    /// NIST StRD, Longley (1967), J Am Stat Assoc 62:819: certified values in the public domain.
    private static func longley() -> SelfTestCase {
        let group = "NIST Longley, dgels"
        let rows: [[Double]] = [
            [60323, 83.0, 234289, 2356, 1590, 107608, 1947], [61122, 88.5, 259426, 2325, 1456, 108632, 1948],
            [60171, 88.2, 258054, 3682, 1616, 109773, 1949], [61187, 89.5, 284599, 3351, 1650, 110929, 1950],
            [63221, 96.2, 328975, 2099, 3099, 112075, 1951], [63639, 98.1, 346999, 1932, 3594, 113270, 1952],
            [64989, 99.0, 365385, 1870, 3547, 115094, 1953], [63761, 100.0, 363112, 3578, 3350, 116219, 1954],
            [66019, 101.2, 397469, 2904, 3048, 117388, 1955], [67857, 104.6, 419180, 2822, 2857, 118734, 1956],
            [68169, 108.4, 442769, 2936, 2798, 120445, 1957], [66513, 110.8, 444546, 4681, 2637, 121950, 1958],
            [68655, 112.6, 482704, 3813, 2552, 123366, 1959], [69564, 114.2, 502601, 3931, 2514, 125368, 1960],
            [69331, 115.7, 518173, 4806, 2572, 127852, 1961], [70551, 116.9, 554894, 4007, 2827, 130081, 1962],
        ]
        let certified = [
            -3482258.63459582, 15.0618722713733, -0.358191792925910e-01, -2.02022980381683, -1.03322686717359,
            -0.511041056535807e-01, 1829.15146461355,
        ]
        let design = [Double](repeating: 1, count: rows.count) + (1...6).flatMap { column in rows.map { $0[column] } }
        do throws(LAPACKError) {
            let fit = try LeastSquares(design: design, rows: rows.count, columns: 7, response: rows.map { $0[0] })
            let digits = zip(fit.coefficients, certified).map { found, certain in
                // The certified values have 15 digits.
                found == certain ? 15 : min(15, -log10(Lanes(repeating: abs(found - certain) / abs(certain)))[0])
            }
            let least = digits.min() ?? 0
            return SelfTestCase(
                group, "coefficients", passed: least >= 9,
                "\(shortDecimal(least, digits: 3)) correct digits in the worst of 7 coefficients")
        } catch {
            return SelfTestCase(group, "coefficients", passed: false, error.description)
        }
    }
}
