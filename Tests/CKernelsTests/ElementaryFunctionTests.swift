import CKernels
import Foundation
import Testing

/// The vector functions against values of 40 digits, and against themselves on every instruction set.
@Suite("Elementary functions")
struct ElementaryFunctionTests {
    struct Point {
        var function: Int32
        var argument: Double
        var exponent: Double
        var high: Double
        var low: Double
    }

    static let functions: [String: Int32] = ["log": 0, "log10": 1, "exp": 2, "pow": 3]

    /// Lines of `Golden/math/elementary.csv`, which `elementary.py` beside it makes.
    static func points() throws -> [Point] {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let text = try String(contentsOf: folder.appendingPathComponent("Golden/math/elementary.csv"), encoding: .utf8)
        return try text.split(separator: "\n").dropFirst().map { line in
            let cells = line.split(separator: ",").map(String.init)
            return Point(
                function: try #require(functions[cells[0]]), argument: try #require(Double(cells[1])),
                exponent: try #require(Double(cells[2])), high: try #require(Double(cells[3])),
                low: try #require(Double(cells[4])))
        }
    }

    @Test("Every value is within one unit in the last place")
    func withinOneUnit() throws {
        let points = try Self.points()
        #expect(points.count > 1800)
        for point in points {
            for level in 0...hk_math_level() {
                var result = 0.0
                var argument = point.argument
                try #require(unsafe hk_math_at_level(level, point.function, &argument, point.exponent, &result, 1) == 1)
                let error = abs((result - point.high) - point.low) / point.high.ulp
                #expect(error <= 1, "function \(point.function) of \(point.argument): \(error) ulp at level \(level)")
            }
        }
    }

    @Test("Columns give the bits that single values give, on every instruction set, at every length")
    func sameBits() throws {
        let points = try Self.points()
        for function in Self.functions.values {
            let arguments = points.filter { $0.function == function }.map(\.argument)
            var reference = [Double](repeating: 0, count: arguments.count)
            for position in arguments.indices {
                var argument = arguments[position]
                #expect(unsafe hk_math_at_level(0, function, &argument, 0.37, &reference[position], 1) == 1)
            }
            for level in 0...hk_math_level() {
                for length in [1, 7, 8, 9, 31, 64, 65, arguments.count] {
                    var column = Array(arguments.prefix(length))
                    let source = column
                    #expect(unsafe hk_math_at_level(level, function, source, 0.37, &column, length) == 1)
                    #expect(zip(column, reference).allSatisfy { $0.bitPattern == $1.bitPattern })
                }
            }
        }
    }

    @Test("Zero, negative numbers and infinities")
    func specialValues() {
        let arguments: [Double] = [0, -0.0, -1, .infinity, .nan, 1]
        var results = arguments
        unsafe hk_log(arguments, &results, arguments.count)
        #expect(results[0] == -.infinity && results[1] == -.infinity)
        #expect(results[2].isNaN && results[3] == .infinity && results[4].isNaN && results[5] == 0)
        unsafe hk_exp([-.infinity, .infinity, 0, 710, -746, .nan], &results, 6)
        #expect(results[0] == 0 && results[1] == .infinity && results[2] == 1)
        #expect(results[3] == .infinity && results[4] == 0 && results[5].isNaN)
        unsafe hk_log10((0...5).map { pow(10, Double($0)) }, &results, 6)
        #expect(results == [0, 1, 2, 3, 4, 5])
    }
}
