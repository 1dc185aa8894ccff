import CKernels

/// A design, its response and the roots of its weights, of the same number of rows: what the kernels read.
struct WeightedRows: Sendable {
    let design: Matrix
    let response: [Double]
    /// Empty where all weights are one.
    let roots: [Double]

    init(_ design: Matrix, response: [Double], weights: [Double]?) throws(TallSkinnyQRError) {
        guard response.count == design.rowCount else {
            throw .rowsDiffer(design: design.rowCount, other: response.count)
        }
        self.design = design
        self.response = response
        guard let weights else {
            roots = []
            return
        }
        guard weights.count == design.rowCount else {
            throw .rowsDiffer(design: design.rowCount, other: weights.count)
        }
        if let row = weights.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) { throw .invalidWeight(row: row) }
        roots = weights.map { $0.squareRoot() }
    }

    init(_ design: Matrix, response: [Double], roots: [Double]) {
        self.design = design
        self.response = response
        self.roots = roots
    }

    /// The first element, by row, that a kernel cannot work with.
    func firstFault(in range: Range<Int>, countedFrom first: Int) -> TallSkinnyQRError {
        for row in range {
            let root = roots.isEmpty ? 1 : roots[row]
            for column in 0..<design.columnCount where !(design[row, column] * root).isFinite {
                return .notFinite(row: first + row - range.lowerBound, column: column)
            }
            if !(response[row] * root).isFinite { return .notFinite(row: first + row - range.lowerBound, column: nil) }
        }
        return .notFinite(row: first, column: nil)
    }

    /// Gives the addresses of the columns, of the response as one more, and of the roots or nothing.
    func withColumns<Result>(
        _ body: (UnsafePointer<UnsafePointer<Double>?>, UnsafePointer<Double>?) -> Result
    ) -> Result {
        unsafe design.storage.withUnsafeBufferPointer { elements in
            unsafe response.withUnsafeBufferPointer { response in
                unsafe roots.withUnsafeBufferPointer { roots in
                    var columns = unsafe [UnsafePointer<Double>?]()
                    unsafe columns.reserveCapacity(design.columnCount + 1)
                    for column in 0..<design.columnCount {
                        let first = elements.baseAddress
                        unsafe columns.append(first.map { unsafe $0 + column * design.rowCount })
                    }
                    unsafe columns.append(response.baseAddress)
                    return unsafe columns.withUnsafeBufferPointer { columns in
                        guard let first = columns.baseAddress else { preconditionFailure("a design has columns") }
                        return unsafe body(first, roots.isEmpty ? nil : roots.baseAddress)
                    }
                }
            }
        }
    }
}

/// The upper triangular factor of some rows, of columns divided by powers of two.
struct BlockFactor: Sendable, Hashable {
    let columnCount: Int
    /// R by rows, `columnCount` to a row; zero below the diagonal.
    private(set) var r: [Double]
    /// The powers of two by which the columns were divided. A column of zeros has none yet.
    private(set) var exponents: [Int32]

    /// HK_QR_NO_EXPONENT: what stands for a column of zeros.
    static let noExponent = Int32.min

    /// The factor of no rows.
    init(columnCount: Int) {
        self.columnCount = columnCount
        r = [Double](repeating: 0, count: columnCount * columnCount)
        exponents = [Int32](repeating: Self.noExponent, count: columnCount)
    }

    init(columnCount: Int, r: [Double], exponents: [Int32]) {
        self.columnCount = columnCount
        self.r = r
        self.exponents = exponents
    }

    /// Adds rows of design and response.
    ///
    /// - Returns: whether all numbers are finite.
    mutating func fold(_ rows: WeightedRows, _ range: Range<Int>) -> Bool {
        precondition(range.lowerBound >= 0 && range.upperBound <= rows.design.rowCount)
        precondition(rows.design.columnCount + 1 == columnCount)
        let columnCount = columnCount
        return unsafe rows.withColumns { columns, roots in
            unsafe withWork(numbers: (columnCount + 4) * (Int(HK_QR_ROWS) + 16)) { work in
                unsafe hk_qr_fold_rows(
                    columns, roots, range.lowerBound, range.count, columnCount, &r, &exponents, work) == 1
            }
        }
    }

    /// The factor of these rows and of others behind them.
    func combined(with other: BlockFactor) -> BlockFactor {
        var total = self
        var rows = other
        let wanted = zip(exponents, other.exponents).map { max($0, $1) }
        unsafe hk_qr_rescale(&total.r, columnCount, &total.exponents, wanted)
        unsafe hk_qr_rescale(&rows.r, columnCount, &rows.exponents, wanted)
        // The other factor is a block of rows like any other.
        let stride = (columnCount + 7) / 8 * 8
        var block = [Double](repeating: 0, count: stride * columnCount)
        for row in 0..<columnCount {
            for column in row..<columnCount { block[column * stride + row] = rows.r[row * columnCount + column] }
        }
        unsafe hk_qr_fold(&block, stride, stride, columnCount, &total.r)
        return total
    }
}

/// Memory for a kernel, aligned to the lines of the cache.
func withWork<Result>(numbers: Int, _ body: (UnsafeMutablePointer<Double>) -> Result) -> Result {
    unsafe withUnsafeTemporaryAllocation(byteCount: numbers * 8, alignment: 64) { bytes in
        guard let first = bytes.baseAddress else { preconditionFailure("a kernel needs memory") }
        return unsafe body(first.bindMemory(to: Double.self, capacity: numbers))
    }
}

/// Rows that do not yet fill a block.
struct PendingRows: Sendable {
    private(set) var count = 0
    private var design: Matrix
    private var response: [Double]
    private var roots: [Double]
    private var isWeighted = false

    init(columnCount: Int) {
        design = Matrix(rowCount: 0, columnCount: columnCount)
        response = []
        roots = []
    }

    var isEmpty: Bool { count == 0 }

    /// The rows; those beyond ``count`` mean nothing.
    var rows: WeightedRows { WeightedRows(design, response: response, roots: isWeighted ? roots : []) }

    mutating func append(_ rows: WeightedRows, _ range: Range<Int>) {
        let capacity = TallSkinnyQR.rowsPerBlock
        precondition(count + range.count <= capacity)
        if response.isEmpty {
            design = Matrix(rowCount: capacity, columnCount: design.columnCount)
            response = [Double](repeating: 0, count: capacity)
            roots = [Double](repeating: 1, count: capacity)
        }
        let offset = count - range.lowerBound
        var elements = design.mutableElements
        for column in 0..<rows.design.columnCount {
            let source = rows.design.column(column)
            for row in range { elements[column * capacity + offset + row] = source[row] }
        }
        for row in range {
            response[offset + row] = rows.response[row]
            if !rows.roots.isEmpty { roots[offset + row] = rows.roots[row] }
        }
        isWeighted = isWeighted || !rows.roots.isEmpty
        count += range.count
    }

    mutating func removeAll() {
        count = 0
        if isWeighted {
            for row in roots.indices { roots[row] = 1 }
            isWeighted = false
        }
    }
}
