import CReadStat

/// Reads the data files of SAS, SPSS and Stata, by the ReadStat library.
///
/// Nothing is shared between calls: any number of files may be read at the same time, each by one caller.
///
/// ```swift
/// let about = try ForeignReader.readVariables(path: "glu.xpt", format: .xpt)
/// let wanted = about.variables.indices.filter { about.variables[$0].name == "LBXGLU" }
/// try ForeignReader.readRows(path: "glu.xpt", format: .xpt, variables: wanted, rowsPerBlock: 4096) { block in
///     print(block.firstRow, block.rowCount)
///     return true
/// }
/// ```
public struct ForeignReader {
    /// The format of a file by its first bytes, nil where they announce none of ``ForeignFormat``.
    ///
    /// - Throws: ``ForeignReadError`` if the file cannot be opened or read or is empty.
    public static func format(ofFileAt path: String) throws(ForeignReadError) -> ForeignFormat? {
        let source = try ForeignSource(path: path, format: nil)
        let bytes = source.firstBytes(ForeignFormat.signatureLength)
        if let error = source.failure(READSTAT_OK) { throw error }
        return ForeignFormat(firstBytes: bytes)
    }

    /// What a file says about itself: its variables with labels and formats, the rows that it declares, its encoding.
    ///
    /// The rows are not read. A file that breaks off in its rows is described all the same, except by Stata's format,
    /// which keeps the value labels behind them.
    ///
    /// - Throws: ``ForeignReadError`` if the file cannot be read or is not of this format.
    public static func readVariables(
        path: String, format: ForeignFormat
    ) throws(ForeignReadError) -> ForeignDescription {
        let source = try ForeignSource(path: path, format: format)
        let collector = ForeignDescriptionCollector(format: format)
        let context = unsafe Unmanaged.passUnretained(collector).toOpaque()
        let code = withExtendedLifetime(collector) {
            unsafe source.parseAnyEncoding(context: context) { parser in
                unsafe ForeignDescriptionCollector.setHandlers(parser)
            }
        }
        if !(code == READSTAT_ERROR_USER_ABORT && collector.isComplete) {
            if let error = source.failure(code, said: collector.said) { throw error }
        }
        return collector.description()
    }

    /// Reads the rows of a file in blocks, in order.
    ///
    /// Memory holds one block at a time (and, for Stata, all long texts of the type `strL`). Every block but the last
    /// has `rowsPerBlock` rows; a table without rows gives no block. Single-precision numbers of Stata arrive as the
    /// double nearest to what is stored: 5.4 stored as `float` is 5.400000095367432.
    ///
    /// - Parameters:
    ///   - variables: The indices of the variables wanted, in the order in which the columns shall come; an index may
    ///     occur again. With none, the blocks have no columns but still tell their rows.
    ///   - rowsPerBlock: At least 1.
    ///   - body: Receives each block; its result says whether to go on.
    /// - Returns: The number of rows that `body` received.
    /// - Throws: ``ForeignReadError`` if the file cannot be read, does not have a variable that was asked for, or
    ///   breaks off: blocks received before count for nothing then. Errors of `body` are passed on.
    @discardableResult
    public static func readRows(
        path: String, format: ForeignFormat, variables: [Int], rowsPerBlock: Int,
        body: (ForeignBlock) throws -> Bool
    ) throws -> Int {
        guard rowsPerBlock > 0, rowsPerBlock <= Int(Int32.max) else {
            throw ForeignReadError(.badRequest, path: path, format: format, detail: "\(rowsPerBlock) rows per block")
        }
        let source = try ForeignSource(path: path, format: format)
        return try withoutActuallyEscaping(body) { body in
            let rows = ForeignRowCollector(
                format: format, variables: variables, rowsPerBlock: rowsPerBlock, body: body)
            let code = rows.run(source)
            if let error = rows.bodyError { throw error }
            if rows.wasStopped { return rows.delivered }
            if let index = rows.missingVariable {
                let detail = "index \(index) of \(rows.variableCount) variables"
                throw ForeignReadError(.noSuchVariable, path: path, format: format, detail: detail)
            }
            if let error = source.failure(code, row: rows.rowsSeen, said: rows.said) { throw error }
            if let error = source.silentLoss(isPlain: rows.isPlain, row: rows.rowsSeen) { throw error }
            rows.finish()
            if let error = rows.bodyError { throw error }
            return rows.delivered
        }
    }
}

extension ForeignSource {
    /// Losses that the library passes over in silence: it takes the end of the file for the end of the rows.
    fileprivate func silentLoss(isPlain: Bool, row: Int?) -> ForeignReadError? {
        if hasSecondTable { return ForeignReadError(.severalTables, path: path, format: format ?? .xpt, row: row) }
        guard let cut = cutRead, cut.count > 0 else { return nil }
        let detail = "the last row has \(cut.count) of \(cut.wanted) bytes"
        switch format {
        case .xpt where !cut.isBlank:
            // Blanks may fill the last record, other bytes are the beginning of a row.
            return ForeignReadError(.truncated, path: path, format: .xpt, row: row, detail: detail)
        case .sav where isPlain || cut.count % 8 != 0:
            return ForeignReadError(.truncated, path: path, format: .sav, row: row, detail: detail)
        default:
            return nil
        }
    }
}

/// Gathers what a file says about itself. Everything stays raw until the encoding is known, which some formats tell
/// after the first labels.
final class ForeignDescriptionCollector {
    private struct RawVariable {
        var name: [UInt8]
        var label: [UInt8]
        var format: [UInt8]
        var isText: Bool
        var labelSet: [UInt8]?
        var rules: [ForeignRawRule]
    }
    private enum RawCode {
        case text([UInt8])
        case done(ForeignCode)
    }

    private let format: ForeignFormat
    private var variables: [RawVariable] = []
    private var labels: [[UInt8]: [(code: RawCode, label: [UInt8])]] = [:]
    private var metadata = ForeignMetadata()
    /// The library's last remark.
    private(set) var said = ""

    init(format: ForeignFormat) {
        self.format = format
    }

    /// Whether every variable has come. A SAS7BDAT is read no further then, since its other pages hold rows only.
    var isComplete: Bool { metadata.variableCount > 0 && variables.count == metadata.variableCount }

    static func setHandlers(_ parser: OpaqueParser) {
        unsafe _ = readstat_set_metadata_handler(parser) { metadata, context in
            guard let metadata = unsafe metadata, let context = unsafe context else { return 1 }
            unsafe ForeignDescriptionCollector.collector(context).metadata = ForeignMetadata(metadata)
            return 0
        }
        unsafe _ = readstat_set_variable_handler(parser) { _, variable, labelSet, context in
            guard let variable = unsafe variable, let context = unsafe context else { return 1 }
            return unsafe ForeignDescriptionCollector.collector(context).add(variable, labelSet: labelSet)
        }
        unsafe _ = readstat_set_value_label_handler(parser) { set, value, label, context in
            guard let context = unsafe context else { return 1 }
            unsafe ForeignDescriptionCollector.collector(context).add(value, label: label, to: set)
            return 0
        }
        unsafe _ = readstat_set_error_handler(parser) { message, context in
            guard let context = unsafe context else { return }
            unsafe ForeignDescriptionCollector.collector(context).said = ForeignTextDecoder(encoding: nil).decode(
                foreignBytes(message))
        }
    }

    private static func collector(_ context: UnsafeMutableRawPointer) -> ForeignDescriptionCollector {
        unsafe Unmanaged.fromOpaque(context).takeUnretainedValue()
    }

    private func add(_ variable: UnsafeMutablePointer<readstat_variable_t>, labelSet: UnsafePointer<CChar>?) -> Int32 {
        let set = unsafe foreignBytes(labelSet)
        unsafe variables.append(
            RawVariable(
                name: foreignBytes(readstat_variable_get_name(variable)),
                label: foreignBytes(readstat_variable_get_label(variable)),
                format: foreignBytes(readstat_variable_get_format(variable)),
                isText: readstat_variable_get_type_class(variable) == READSTAT_TYPE_CLASS_STRING,
                labelSet: set.isEmpty ? nil : set,
                rules: ForeignRawRule.rules(of: variable)))
        let stops = format == .sas7bdat && isComplete
        return Int32(stops ? READSTAT_HANDLER_ABORT : READSTAT_HANDLER_OK)
    }

    private func add(_ value: readstat_value_t, label: UnsafePointer<CChar>?, to set: UnsafePointer<CChar>?) {
        let code: RawCode
        if unsafe readstat_value_type_class(value) == READSTAT_TYPE_CLASS_STRING {
            code = unsafe .text(foreignBytes(readstat_string_value(value)))
        } else if unsafe readstat_value_is_tagged_missing(value) != 0 {
            code = unsafe .done(.missing(tag: UInt8(bitPattern: readstat_value_tag(value))))
        } else if unsafe readstat_value_is_system_missing(value) != 0 {
            code = .done(.systemMissing)
        } else {
            code = unsafe .done(.number(readstat_double_value(value)))
        }
        unsafe labels[foreignBytes(set), default: []].append((code, foreignBytes(label)))
    }

    func description() -> ForeignDescription {
        let decoder = ForeignTextDecoder(encoding: metadata.encoding)
        let sets = labels.mapValues { set in
            set.map { entry in
                let code: ForeignCode =
                    switch entry.code {
                    case .text(let bytes): .text(decoder.decode(bytes))
                    case .done(let code): code
                    }
                return ForeignValueLabel(code: code, label: decoder.decode(entry.label))
            }
        }
        let text = { (bytes: [UInt8]) -> String? in bytes.isEmpty ? nil : decoder.decode(bytes) }
        return ForeignDescription(
            variables: variables.map { raw in
                ForeignVariable(
                    name: decoder.decode(raw.name), label: decoder.decode(raw.label),
                    format: decoder.decode(raw.format), isText: raw.isText,
                    valueLabels: raw.labelSet.flatMap { sets[$0] } ?? [],
                    missingRules: raw.rules.map { $0.decoded(by: decoder) })
            },
            rowCount: metadata.rowCount, encoding: metadata.encoding, tableLabel: text(metadata.tableLabel),
            tableName: text(metadata.tableName), formatVersion: metadata.formatVersion)
    }
}
