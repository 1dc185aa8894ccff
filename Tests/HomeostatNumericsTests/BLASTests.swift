import HomeostatNumerics
import Testing

@Suite struct BLASTests {
    @Test(arguments: [(1, 1, 1), (2, 3, 4), (17, 13, 11), (64, 65, 63)])
    func productOfIntegersIsExact(rows: Int, inner: Int, columns: Int) {
        let a = (0..<rows * inner).map { ($0 * 37) % 101 - 50 }
        let b = (0..<inner * columns).map { ($0 * 53) % 97 - 48 }
        let product = BLAS.product(a.map(Double.init), b.map(Double.init), rows: rows, inner: inner, columns: columns)
        for row in 0..<rows {
            for column in 0..<columns {
                var exact = 0
                for k in 0..<inner { exact += a[k * rows + row] * b[column * inner + k] }
                #expect(product[column * rows + row] == Double(exact))
            }
        }
    }

    @Test func openBLASAnswersAndNoOther() {
        BLAS.useOneThread()
        #expect(BLAS.threads == 1)
        #expect(BLAS.configuration.hasPrefix("OpenBLAS"))
        #expect(BLAS.library == BLAS.configuredLibrary)
        #expect(BLAS.isLinkedIn)
        #expect(!BLAS.coreName.isEmpty)
    }

    @Test func levelsOfTheProcessorAgree() throws {
        let values = (1...1000).map { Double($0) / 7 }
        let baseline = try #require(ProcessorLevel.logarithms(of: values, level: 0))
        #expect(baseline[6] == 0)
        for level in 1...2 {
            if let other = ProcessorLevel.logarithms(of: values, level: level) { #expect(other == baseline) }
        }
        #expect(ProcessorLevel.logarithms(of: values, level: 9) == nil)
    }
}
