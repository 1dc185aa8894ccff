import HomeostatCohort
import HomeostatNumerics

/// Certified cases, run on this machine, and what the machine is.
public enum SelfTest {
    /// Runs every case.
    public static func run() async -> [SelfTestCase] {
        BLAS.useOneThread()
        return indices() + NumberSelfTest.run() + (await ReaderSelfTest.run()) + NumericsSelfTest.run()
    }

    /// The machine and its libraries, as they are used.
    public static func machine() -> [(name: String, value: String)] {
        [
            ("BLAS", BLAS.configuration), ("BLAS from", BLAS.isLinkedIn ? "the program itself" : BLAS.library),
            ("BLAS core", BLAS.coreName),
            ("BLAS threads", "\(BLAS.threads)"), ("text kernels", ProcessorLevel.name(ProcessorLevel.text)),
            ("math kernels", ProcessorLevel.name(ProcessorLevel.mathematics)),
            ("processors", "\(availableProcessors())"),
        ]
    }

    /// The machine as a table.
    public static var machineTable: ReportTable {
        var table = ReportTable([.init("machine"), .init("value", title: " ", wraps: true)])
        for (name, value) in machine() { table.append([.text(name), .text(value)]) }
        return table
    }

    /// The worked examples of the registry, and the definition of a healthy young adult in HOMA: with 4.5 mmol/L and
    /// 5 uU/mL the resistance is 1 and the beta-cell function 100 % (Matthews et al. 1985, Diabetologia 28:412).
    private static func indices() -> [SelfTestCase] {
        var cases: [SelfTestCase] = []
        for index in Registry.all {
            for example in index.examples {
                let value = index.value(of: example)
                let isRight = value.map { abs($0 - example.expected) <= example.tolerance } ?? false
                cases.append(
                    SelfTestCase(
                        "worked examples of indices", index.id, passed: isRight,
                        "\(value.map { shortDecimal($0, digits: 8) } ?? "nothing") for \(shortestDecimal(example.expected))"
                    ))
            }
        }
        let healthy: [WorkedExample.Value] = [
            .init(.glucose, 4.5, .millimolesPerLitre), .init(.insulin, 5, .microunitsPerMillilitre),
        ]
        for (id, expected) in [("homa_ir", 1.0), ("homa_b", 100), ("homa_s", 100)] {
            let example = WorkedExample(healthy, gives: expected, within: 1e-12, source: "Matthews et al. 1985")
            let value = Registry.index(id)?.value(of: example)
            cases.append(
                SelfTestCase(
                    "HOMA of a healthy adult", id, passed: value.map { abs($0 - expected) <= 1e-12 } ?? false,
                    value.map(shortestDecimal) ?? "nothing"))
        }
        return cases
    }
}
