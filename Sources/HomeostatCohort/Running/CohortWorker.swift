/// Takes one block from bytes to the consumer.
struct CohortWorker<Consumer: CohortConsumer>: TextBlockWorker {
    let run: CohortRun
    let shared: SharedProgress
    var consumer: Consumer
    private var block = CohortBlock()
    private var report = BlockReport()
    private var identities = BlockIdentities()
    private var status: [UInt8] = []
    private var failed: [FailedCell] = []
    private var precedingRows = 0
    /// Where the rows of the block stand, counted from its beginning; made when something has to be said of a row.
    private var lines: RowLines?
    private var conflict: JoinedTables.Conflict?
    /// Lines of the block before the row of `conflict`.
    private var conflictLine = 0

    init(run: CohortRun, shared: SharedProgress, consumer: Consumer) {
        self.run = run
        self.shared = shared
        self.consumer = consumer
        block.columnCount = run.decoder.columns
        block.delimiter = run.dialect.delimiter
        block.columns = [MeasuredColumn](repeating: MeasuredColumn(), count: run.requests.count)
    }

    var bytes: [UInt8] {
        get { block.bytes }
        _modify { yield &block.bytes }
    }

    var needsOrder: Bool { run.checksIdentity && run.superseding == nil }

    mutating func process(_ text: TextBlock) throws(Diagnostic) {
        block.hasQuotes = text.hasQuotes
        block.index.scan(
            block.bytes, block: text, columns: run.decoder.columns, delimiter: run.dialect.delimiter,
            newline: run.dialect.newline)
        report = BlockReport()
        lines = nil
        precedingRows = text.rejected.count
        report.lines = block.index.lines + text.rejectedLines
        report.rowsSeen = block.index.rowsSeen + text.rejected.count
        report.blankLines = block.index.blankLines
        for row in text.rejected { reject(row, linesBefore: 0, rowsBefore: 0) }
        for row in block.index.rejected {
            reject(row, linesBefore: text.rejectedLines, rowsBefore: text.rejected.count)
        }
        failed.removeAll(keepingCapacity: true)
        for position in run.decoder.requests.indices {
            run.decoder.decode(
                position, of: block.index, bytes: block.bytes, into: &block.columns[position], status: &status
            ) { failed.append($0) }
        }
        let linesBefore = text.rejectedLines
        conflict = run.joined?.fill(&block, requestsFrom: run.decoder.requests.count) { failed.append($0) }
        if let conflict { conflictLine = linesBefore + lineOffset(conflict.row) }
        if failed.count > 1 { failed.sort { ($0.row, $0.request) < ($1.row, $1.request) } }
        for cell in failed { rejectCell(cell, linesBefore: linesBefore) }
        if report.rejects.count > 1 { report.rejects.sort { $0.line < $1.line } }
        if run.checksIdentity {
            identities.read(block.index, bytes: block.bytes, columns: run.decoder.columns, identity: run.identity)
            if let superseding = run.superseding {
                identities.hash(
                    block.index, bytes: block.bytes, columns: run.decoder.columns, identity: run.identity)
                let dropped = try superseding.apply(to: &block, identities: identities, sequence: text.sequence)
                drop(dropped.map { ($0.row, $0.isExact) }, linesBefore: linesBefore)
            }
        }
        if run.superseding != nil || !needsOrder { try finish() }
    }

    mutating func inOrder() throws(Diagnostic) {
        let run = self.run
        let columns = run.decoder.columns
        let index = block.index
        let bytes = block.bytes
        let blockLines = report.lines
        let linesBefore = report.lines - block.index.lines
        let offsets = rowLines()
        var current = identities
        let (repetitions, firstLine) = shared.state.withLock { state in
            let firstLine = state.identityLine
            var lines = offsets
            lines.first += firstLine + linesBefore
            let repetitions = state.check.look(
                &current, count: index.count, lines: lines,
                makeHashes: { $0.hash(index, bytes: bytes, columns: columns, identity: run.identity) })
            state.identityLine += blockLines
            return (repetitions, firstLine)
        }
        if let conflict = repetitions.first(where: { !$0.isExact }), run.duplicates == .error {
            throw conflictError(conflict, line: firstLine + linesBefore + lineOffset(conflict.row))
        }
        drop(repetitions.map { ($0.row, $0.isExact) }, linesBefore: linesBefore)
    }

    mutating func afterOrder() throws(Diagnostic) {
        if needsOrder { try finish() }
    }

    mutating func commit() throws(Diagnostic) {
        // Here and not earlier, so that the first conflict of the file is told and not the first that was met.
        if let conflict {
            throw Diagnostic(
                .joinConflict, conflict.message,
                place: .init(
                    file: run.fileName, line: shared.state.withLock { $0.nextLine } + conflictLine,
                    identity: conflict.key),
                help: ["correct or remove the column in one of the files"])
        }
        try consumer.commit()
        try shared.add(report)
    }

    /// Counts what is absent or flagged, and hands the block on.
    private mutating func finish() throws(Diagnostic) {
        report.rowsWritten = block.count
        report.absentCells = block.columns.map { CohortWorker.count(causes: $0.causes, rows: block.count) }
        report.flaggedCells = block.columns.map {
            $0.flags.isEmpty ? 0 : $0.flags.prefix(block.count).count { $0 != 0 }
        }
        try consumer.process(block)
    }

    private static func count(causes: [UInt8], rows: Int) -> [Cause: Int] {
        if causes.isEmpty { return [:] }
        var counts = [Int](repeating: 0, count: 256)
        for row in 0..<rows { counts[Int(causes[row])] += 1 }
        var result: [Cause: Int] = [:]
        for cause in Cause.allCases where counts[Int(cause.rawValue)] > 0 {
            result[cause] = counts[Int(cause.rawValue)]
        }
        return result
    }

    /// Whether another row or cell of the block is told in full.
    private var hasRoom: Bool { run.collectsAllRejects || report.rejects.count < 10 }
    /// Whether it is told at all.
    private var isTold: Bool { hasRoom || shared.rejects != nil }

    private mutating func reject(_ row: RejectedRow, linesBefore: Int, rowsBefore: Int) {
        report.rejectedByCause[row.cause, default: 0] += 1
        let (line, number) = (row.line + linesBefore, row.row + rowsBefore)
        if shared.rejects != nil {
            report.rejectLines.append(
                line: line, row: number, column: nil, text: row.text, cause: row.cause.rawValue, detail: row.detail)
        }
        guard hasRoom else { return }
        report.rejects.append(
            CohortOutcome.Reject(
                line: line, row: number, column: nil, unit: nil, text: row.text,
                cause: row.cause.rawValue, detail: row.detail, code: row.cause.code))
    }

    private mutating func rejectCell(_ cell: FailedCell, linesBefore: Int) {
        guard isTold else { return }
        let request = run.requests[cell.request]
        let column = request.name + (request.joinedFile.map { " of \($0)" } ?? "")
        let line = linesBefore + lineOffset(cell.row) + 1
        let number = precedingRows + block.index.position(of: cell.row) + 1
        if shared.rejects != nil {
            report.rejectLines.append(
                line: line, row: number, column: column, text: cell.text, cause: cell.cause.name, detail: "")
        }
        guard hasRoom else { return }
        let code: DiagnosticCode =
            switch cell.cause {
            case .implausible: .impossibleValue
            case .unknownCode: .unknownCode
            case .unknownUnit: .unknownUnitInRow
            default: .notANumber
            }
        let columns = run.decoder.columns
        let row = block.index.range(of: cell.row, columns: columns, in: block.bytes)
        var underline: Range<Int>?
        // A cell of a joined file stands in no row of this one.
        if request.joinedFile == nil {
            let field = block.index.field(cell.row, request.column, columns: columns, in: block.bytes)
            let before = String(decoding: block.bytes[row.lowerBound..<field.lowerBound], as: UTF8.self).count
            underline = before..<before + String(decoding: block.bytes[field], as: UTF8.self).count
        }
        report.rejects.append(
            CohortOutcome.Reject(
                line: line, row: number, column: column, unit: request.unit, text: cell.text, cause: cell.cause.name,
                detail: "", code: code,
                identity: run.identity.isEmpty
                    ? nil : run.identity.map { block.text(cell.row, $0) }.joined(separator: ", "),
                sourceLine: excerpt(of: block.bytes[row]), underline: underline))
    }

    /// Takes rows away that repeat others, and says so.
    private mutating func drop(_ rows: [(row: Int, isExact: Bool)], linesBefore: Int) {
        guard !rows.isEmpty else { return }
        for (row, isExact) in rows {
            let cause: RejectedRow.Cause = isExact ? .duplicate : .superseded
            guard isTold else {
                report.rejectedByCause[cause, default: 0] += 1
                continue
            }
            let range = block.index.range(of: row, columns: run.decoder.columns, in: block.bytes)
            reject(
                RejectedRow(
                    cause: cause, line: lineOffset(row) + 1,
                    row: block.index.position(of: row) + 1,
                    detail: isExact ? "equal to an earlier row" : "another row of this identity counts",
                    text: excerpt(of: block.bytes[range])), linesBefore: linesBefore, rowsBefore: precedingRows)
        }
        block.remove(rows.map(\.row))
        lines = nil
    }

    /// Physical lines between the beginning of the block and a good row.
    private mutating func lineOffset(_ row: Int) -> Int { rowLines()[row] }

    private mutating func rowLines() -> RowLines {
        if let lines { return lines }
        let made = RowLines(
            first: 0, block.index, columns: run.decoder.columns, bytes: block.bytes, newline: run.dialect.newline,
            hasQuotes: block.hasQuotes)
        lines = made
        return made
    }

    private func conflictError(_ conflict: IdentityCheck.Repetition, line: Int) -> Diagnostic {
        let names = run.identity.map { run.columnNames[$0] }
        let values = run.identity.map { block.text(conflict.row, $0) }
        let range = block.index.range(of: conflict.row, columns: run.decoder.columns, in: block.bytes)
        if values.allSatisfy({ run.decoder.interpreter.isMissing($0) }) {
            return IdentityCheck.noIdentity(
                names, lines: (conflict.firstLine, line),
                place: .init(file: run.fileName, line: line, sourceLine: excerpt(of: block.bytes[range])))
        }
        return Diagnostic(
            .conflictingDuplicates,
            "lines \(conflict.firstLine) and \(line) have the same \(names.joined(separator: ", ")) and differ",
            place: .init(
                file: run.fileName, line: line, identity: values.joined(separator: ", "),
                sourceLine: excerpt(of: block.bytes[range])),
            help: ["add the visit to --id, or say which row counts: --duplicates first|last|mean|keep"])
    }
}
