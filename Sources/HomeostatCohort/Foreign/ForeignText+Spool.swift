/// A foreign file as comma-delimited text, so that every format goes one way from here on.
///
/// Numbers are written as the shortest decimals that read back to the same Double: nothing is lost on the way.
enum ForeignText {
    /// Columns as the file describes them.
    static func descriptions(path: String, format: ForeignFormat) throws(Diagnostic) -> [ColumnDescription] {
        do {
            return try ForeignReader.readVariables(path: path, format: format).variables.map(description)
        } catch {
            throw diagnostic(error)
        }
    }

    private static func description(_ variable: ForeignVariable) -> ColumnDescription {
        let labels = variable.valueLabels.compactMap { label -> (code: Double, label: String)? in
            if case .number(let code) = label.code { return (code, label.label) }
            return nil
        }
        return ColumnDescription(
            variable.name, label: variable.label.isEmpty ? nil : variable.label, valueLabels: labels,
            isText: variable.isText)
    }

    /// Writes the rows to a temporary file, which has no name any more when this returns.
    static func spool(path: String, format: ForeignFormat, columns: [ColumnDescription]) throws(Diagnostic)
        -> FileStream
    {
        let spool = try TemporaryFile()
        var buffer = Array(
            columns.map { delimitedField($0.name, delimiter: UInt8(ascii: ",")) }.joined(separator: ",").utf8)
        buffer.append(0x0A)
        do {
            try ForeignReader.readRows(
                path: path, format: format, variables: Array(columns.indices), rowsPerBlock: 4096
            ) { block in
                for row in 0..<block.rowCount {
                    append(row, of: block, to: &buffer)
                    if buffer.count > 1 << 20 {
                        try spool.write(buffer)
                        buffer.removeAll(keepingCapacity: true)
                    }
                }
                return true
            }
        } catch let error as ForeignReadError {
            throw diagnostic(error)
        } catch let error as Diagnostic {
            throw error
        } catch {
            throw Diagnostic(.internalFault, "\(error)")
        }
        try spool.write(buffer)
        return try spool.reader()
    }

    private static func append(_ row: Int, of block: ForeignBlock, to buffer: inout [UInt8]) {
        for (position, column) in block.columns.enumerated() {
            if position > 0 { buffer.append(UInt8(ascii: ",")) }
            switch column {
            case .numbers(let numbers):
                if let value = numbers[row], value.isFinite { appendShortestDecimal(value, to: &buffer) }
            case .text(let texts):
                buffer.append(contentsOf: delimitedField(texts[row], delimiter: UInt8(ascii: ",")).utf8)
            }
        }
        // A row of one empty cell would be a blank line.
        if block.columns.count == 1, buffer.last == 0x0A { buffer.append(contentsOf: [0x22, 0x22]) }
        buffer.append(0x0A)
    }

    /// The project's error for an error of the foreign reader.
    static func diagnostic(_ error: ForeignReadError) -> Diagnostic {
        let code: DiagnosticCode =
            switch error.reason {
            case .cannotOpen: .noSuchFile
            case .empty: .emptyFile
            case .readFailed, .notARegularFile: .unreadableFile
            case .noSuchVariable, .badRequest, .unexpected: .internalFault
            default: .damagedFile
            }
        return Diagnostic(code, error.description, place: .init(file: error.path))
    }
}
