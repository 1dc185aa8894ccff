import CKernels

extension BatchedLeastSquares {
    /// The regressions of a run of groups, by the kernel for small groups where it is accurate, otherwise by QR with
    /// pivoting.
    static func fit(_ problem: Problem, groups: Range<Int>) -> Part {
        let columnCount = problem.design.columnCount
        let size = columnCount + (problem.hasIntercept ? 1 : 0)
        let largest = groups.reduce(0) { max($0, problem.groupStarts[$1 + 1] - problem.groupStarts[$1]) }
        var part = Part(
            coefficients: [Double](repeating: 0, count: groups.count * size),
            squares: [Double](repeating: 0, count: groups.count), exceptions: [:])
        let workCount = ((largest + 7) / 8 * 8) * (columnCount + 1) + (columnCount + 1) * (columnCount + 3)
        let rowCount = problem.design.rowCount
        var others: [Int] = []
        unsafe problem.design.storage.withUnsafeBufferPointer { design in
            unsafe problem.response.withUnsafeBufferPointer { response in
                unsafe part.coefficients.withUnsafeMutableBufferPointer { coefficients in
                    unsafe part.squares.withUnsafeMutableBufferPointer { squares in
                        unsafe withWork(numbers: workCount) { work in
                            guard let x = design.baseAddress, let y = response.baseAddress,
                                let b = coefficients.baseAddress, let s = squares.baseAddress
                            else { return others.append(contentsOf: groups) }
                            for group in groups {
                                let first = problem.groupStarts[group]
                                let rows = problem.groupStarts[group + 1] - first
                                let place = group - groups.lowerBound
                                let isFitted =
                                    unsafe rows >= size
                                    && hk_qr_small(
                                        x + first, rowCount, y + first, rows, columnCount, problem.hasIntercept ? 1 : 0,
                                        problem.rankTolerance, b + place * size, s + place, work) == 1
                                if !isFitted { others.append(group) }
                            }
                        }
                    }
                }
            }
        }
        for group in others { part.fitWithPivoting(problem, group: group, place: group - groups.lowerBound) }
        return part
    }
}
