/// Which row of each identity counts where that is known only at the end of the file: the last, or the mean of all.
///
/// The file is read once to find the identities that repeat, which costs 16 bytes a row as long as it lasts, and for a
/// mean once more; then only those identities are held.
struct SupersedingRows: Sendable {
    /// A row that does not count.
    struct Dropped {
        var row: Int
        var isExact: Bool
    }

    /// The row of an identity that counts.
    private struct LastRow {
        var row: Int
        var content: UInt64
    }

    private let firstRows: [Int]
    private var last: [UInt64: LastRow] = [:]
    private var means: [UInt64: MeanRow] = [:]
    private let takesMean: Bool
    private let fileName: String

    init(_ run: CohortRun, input: CohortInput) throws(Diagnostic) {
        takesMean = run.duplicates == .mean
        fileName = run.fileName
        var pass = try FirstPass(run, input: input)
        var check = IdentityCheck()
        while try pass.next() {
            for repetition in pass.repetitions(&check) {
                last[pass.identities.hashes[repetition.row]] = LastRow(
                    row: pass.firstRow + repetition.row, content: pass.identities.contents[repetition.row])
            }
        }
        firstRows = pass.firstRows
        if takesMean, !last.isEmpty {
            means = try SupersedingRows.means(of: Set(last.keys), run, input: input)
            last = [:]
        }
    }

    /// Reads the file once more, and adds up the rows of the identities that repeat.
    private static func means(
        of repeated: Set<UInt64>, _ run: CohortRun, input: CohortInput
    ) throws(Diagnostic) -> [UInt64: MeanRow] {
        let isCode = run.requests.map(\.quantity.isCode)
        var means: [UInt64: MeanRow] = [:]
        var pass = try FirstPass(run, input: input)
        while try pass.next() {
            pass.hash()
            let rows = (0..<pass.block.count).filter { repeated.contains(pass.identities.hashes[$0]) }
            if rows.isEmpty { continue }
            pass.decode()
            for row in rows {
                means[pass.identities.hashes[row], default: MeanRow(isCode: isCode)].add(
                    row, of: pass.block, number: pass.firstRow + row, content: pass.identities.contents[row])
            }
        }
        return means
    }

    /// Finds the rows of a block that do not count, and writes means into those that stand for several.
    ///
    /// - Parameter sequence: position of the block in the file.
    func apply(
        to block: inout CohortBlock, identities: BlockIdentities, sequence: Int
    ) throws(Diagnostic) -> [Dropped] {
        guard sequence + 1 < firstRows.count, firstRows[sequence] + block.count == firstRows[sequence + 1] else {
            throw Diagnostic(
                .unreadableFile, "\(fileName) changed while it was read", place: .init(file: fileName),
                help: ["run the command again once the file is complete"])
        }
        let firstRow = firstRows[sequence]
        var dropped: [Dropped] = []
        for row in 0..<block.count {
            let hash = identities.hashes[row]
            if takesMean {
                guard !means.isEmpty, let mean = means[hash] else { continue }
                if mean.firstRow == firstRow + row {
                    mean.write(to: &block, row)
                } else {
                    dropped.append(
                        Dropped(
                            row: row, isExact: mean.isRepetition(firstRow + row, content: identities.contents[row])))
                }
            } else if !last.isEmpty, let kept = last[hash], kept.row != firstRow + row {
                dropped.append(Dropped(row: row, isExact: kept.content == identities.contents[row]))
            }
        }
        return dropped
    }
}
