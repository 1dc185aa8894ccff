import Foundation
import HomeostatNumerics
import Testing

/// Reference: Tests/Golden/random/normal_quantile.py (mpmath, 50 digits).
@Suite struct NormalQuantileTests {
    static let golden: [(p: Double, quantile: Double)] = {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let path = folder.appending(path: "Golden/random/normal_quantile.csv")
        let text = (try? String(contentsOf: path, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").dropFirst().compactMap { line in
            let cells = line.split(separator: ",").compactMap { Double($0) }
            return cells.count == 2 ? (cells[0], cells[1]) : nil
        }
    }()

    @Test func `agrees with multi-precision values`() {
        #expect(Self.golden.count == 15)
        for (p, quantile) in Self.golden {
            // The published accuracy of the algorithm is about 1 part in 10^16.
            #expect(abs(normalQuantile(p) - quantile) <= 1e-15 * abs(quantile), "p = \(p)")
        }
    }

    @Test func `ends and impossible arguments`() {
        #expect(normalQuantile(0) == -.infinity)
        #expect(normalQuantile(1) == .infinity)
        #expect(normalQuantile(0.5) == 0)
        #expect(normalQuantile(-0.1).isNaN)
        #expect(normalQuantile(1.1).isNaN)
        #expect(normalQuantile(.nan).isNaN)
    }

    @Test func `rises across the borders of its three pieces`() {
        let borders = [0.075, 0.925, 1.388_794_386_496_402_1e-11]
        for border in borders {
            var previous = normalQuantile(border * (1 - 1e-9))
            for step in 1...20 {
                let next = normalQuantile(border * (1 - 1e-9 + Double(step) * 1e-10))
                #expect(next > previous)
                previous = next
            }
        }
    }
}
