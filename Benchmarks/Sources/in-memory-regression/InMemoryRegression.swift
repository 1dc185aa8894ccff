import FoundationEssentials
import HomeostatNumerics

/// One regression task on numbers in memory, timed without reading them from the file.
///
/// `in-memory-regression TASK FILE ROUNDS [THREADS]`; the tasks and files are those of `regression.py`. Prints a JSON
/// object: the seconds of every round, and a few results to be compared with the other programs.
@main
enum InMemoryRegression {
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count >= 4, let rounds = Int(arguments[3]) else {
            print("usage: in-memory-regression TASK FILE ROUNDS [THREADS]")
            return
        }
        let threads = arguments.count > 4 ? Int(arguments[4]) ?? 2 : 2
        let file = try numbers(arguments[2])
        var seconds: [Double] = []
        var results: [Double] = []
        let task = try await prepared(arguments[1], file, threads)
        // The first round brings code and memory to their places.
        for round in 0...rounds {
            let start = ContinuousClock.now
            results = try await task()
            if round > 0 { seconds.append((ContinuousClock.now - start) / .seconds(1)) }
        }
        print("{\"seconds\": \(seconds), \"results\": \(results)}")
    }

    /// What is timed; its results are those that `regression.py` compares.
    static func prepared(
        _ task: String, _ file: File, _ threads: Int
    ) async throws -> () async throws -> [Double] {
        let (design, response) = (file.design, file.response)
        switch task {
        case "read":
            return { await sums(design, response, threads: threads) }
        case "ols":
            return {
                try await TallSkinnyQR.factor(design, response: response, threads: threads).coefficients()
                    .compactMap { $0 }
            }
        case "hc3":
            return {
                let factor = try await TallSkinnyQR.factor(design, response: response, threads: threads)
                let coefficients = factor.coefficients().compactMap { $0 }
                let scan = try LeverageScan(design, response: response, coefficients: coefficients, factor: factor)
                let covariance = try await scan.covariance(.hc3, threads: threads)
                return coefficients + (0..<design.columnCount).map { covariance[$0, $0].squareRoot() }
            }
        case "small":
            // The first column is the intercept: here it is asked for by its name.
            let covariates = Matrix(
                rowCount: design.rowCount, columnCount: design.columnCount - 1,
                elements: Array(design.elements[design.rowCount...]))
            let starts = Array(stride(from: 0, through: design.rowCount, by: 50))
            return {
                let fits = try await BatchedLeastSquares(
                    covariates, response: response, groupStarts: starts, hasIntercept: true, threads: threads)
                var totals = [Double](repeating: 0, count: fits.coefficientCount)
                for group in 0..<fits.groupCount {
                    for place in totals.indices { totals[place] += fits.coefficient(place, of: group) ?? 0 }
                }
                return totals.map { $0 / Double(fits.groupCount) }
            }
        case "bootstrap":
            return {
                let replicates = try await PairsBootstrap(design, response: response)
                    .coefficients(replicates: 1000, seed: 1979, threads: threads).coefficients
                return (0..<replicates.columnCount).map { column in
                    (0..<replicates.rowCount).reduce(0) { $0 + replicates[$1, column] } / Double(replicates.rowCount)
                }
            }
        default:
            return { [] }
        }
    }

    /// The sum of each column: what reading the matrix once takes, on as many threads.
    static func sums(_ design: Matrix, _ response: [Double], threads: Int) async -> [Double] {
        await withTaskGroup(of: [Double].self) { group in
            for part in 0..<threads {
                let range = design.rowCount * part / threads..<design.rowCount * (part + 1) / threads
                group.addTask {
                    var totals: [Double] = []
                    for column in 0..<design.columnCount { totals.append(sum(design.column(column), range)) }
                    totals.append(sum(response.span, range))
                    return totals
                }
            }
            var totals = [Double](repeating: 0, count: design.columnCount + 1)
            for await part in group { for place in totals.indices { totals[place] += part[place] } }
            return totals
        }
    }

    static func sum(_ column: Span<Double>, _ range: Range<Int>) -> Double {
        column.withUnsafeBufferPointer { all in
            let bytes = UnsafeRawBufferPointer(all)
            var (a, b, c, d) = (SIMD8<Double>.zero, SIMD8<Double>.zero, SIMD8<Double>.zero, SIMD8<Double>.zero)
            var row = range.lowerBound
            while row + 32 <= range.upperBound {
                a += bytes.loadUnaligned(fromByteOffset: row * 8, as: SIMD8<Double>.self)
                b += bytes.loadUnaligned(fromByteOffset: row * 8 + 64, as: SIMD8<Double>.self)
                c += bytes.loadUnaligned(fromByteOffset: row * 8 + 128, as: SIMD8<Double>.self)
                d += bytes.loadUnaligned(fromByteOffset: row * 8 + 192, as: SIMD8<Double>.self)
                row += 32
            }
            return (row..<range.upperBound).reduce((a + b + c + d).sum()) { $0 + all[$1] }
        }
    }

    struct File {
        let design: Matrix
        let response: [Double]
    }

    /// Rows and columns as 64-bit integers, then the columns of the design and the response, all little-endian.
    static func numbers(_ path: String) throws -> File {
        let data = try Data(contentsOf: URL(filePath: path))
        let words = data.withUnsafeBytes { bytes in
            [UInt64](unsafeUninitializedCapacity: bytes.count / 8) { buffer, count in
                bytes.copyBytes(to: UnsafeMutableRawBufferPointer(buffer))
                count = bytes.count / 8
            }
        }
        let (rows, columns) = (Int(words[0]), Int(words[1]))
        let elements = words[2..<2 + rows * columns].map { Double(bitPattern: $0) }
        let response = words[(2 + rows * columns)...].map { Double(bitPattern: $0) }
        return File(
            design: Matrix(rowCount: rows, columnCount: columns, elements: elements), response: response)
    }
}

extension SIMD8 where Scalar == Double {
    func sum() -> Double { (0..<8).reduce(0) { $0 + self[$1] } }
}
