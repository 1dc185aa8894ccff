import CKernels

extension LeverageScan {
    /// Runs a kernel with the description of a pass over the rows and with memory to work in.
    func withPass<Result>(
        _ body: (UnsafePointer<hk_qr_pass>, UnsafeMutablePointer<Double>) -> Result
    ) -> Result {
        let columnCount = rows.design.columnCount
        return unsafe rows.withColumns { columns, roots in
            unsafe rByRows.withUnsafeBufferPointer { r in
                unsafe scales.withUnsafeBufferPointer { scales in
                    unsafe coefficients.withUnsafeBufferPointer { coefficients in
                        var pass = unsafe hk_qr_pass(
                            x: columns, y: columns[columnCount], root: roots, columns: columnCount,
                            r: r.baseAddress, scale: scales.baseAddress, coefficients: coefficients.baseAddress)
                        return unsafe withWork(numbers: (columnCount + 4) * (Int(HK_QR_ROWS) + 16)) { work in
                            unsafe body(&pass, work)
                        }
                    }
                }
            }
        }
    }

    /// Residuals and leverages of some rows, in their order.
    func residualsAndLeverages(_ range: Range<Int>) -> (residuals: [Double], leverages: [Double]) {
        var residuals = [Double](repeating: 0, count: range.count)
        var leverages = residuals
        unsafe withPass { pass, work in
            unsafe hk_qr_residuals(pass, range.lowerBound, range.count, &residuals, &leverages, work)
        }
        return (residuals, leverages)
    }

    /// The sum of w z z' over some rows, the upper triangle by rows, and how many rows had no freedom left.
    func meat(_ kind: hk_qr_weight, given: [Double] = [], _ range: Range<Int>) -> (sums: [Double], withoutFreedom: Int)
    {
        let columnCount = rows.design.columnCount
        var sums = [Double](repeating: 0, count: columnCount * columnCount)
        let count = unsafe withPass { pass, work in
            unsafe hk_qr_meat(
                pass, kind, given, Self.leastFreedom(columnCount), range.lowerBound, range.count, &sums, work)
        }
        return (sums, count)
    }
}
