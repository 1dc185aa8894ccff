import CReadStat

/// The header of a foreign file.
struct ForeignMetadata {
    var variableCount = 0
    var rowCount: Int?
    var encoding: String?
    var tableLabel: [UInt8] = []
    var tableName: [UInt8] = []
    var formatVersion = 0
    var isPlain = false

    init() {}

    init(_ metadata: UnsafeMutablePointer<readstat_metadata_t>) {
        variableCount = unsafe Int(metadata.pointee.var_count)
        // The field rather than its accessor, which narrows the count to 32 bits.
        rowCount = unsafe metadata.pointee.row_count >= 0 ? Int(metadata.pointee.row_count) : nil
        tableLabel = unsafe foreignBytes(metadata.pointee.file_label)
        tableName = unsafe foreignBytes(metadata.pointee.table_name)
        formatVersion = unsafe Int(metadata.pointee.file_format_version)
        isPlain = unsafe metadata.pointee.compression == READSTAT_COMPRESS_NONE
        let name = unsafe foreignBytes(metadata.pointee.file_encoding)
        encoding = name.isEmpty ? nil : String(decoding: name, as: UTF8.self)
        // Stata files declare no encoding; from format 118 on (Stata 14) they are UTF-8 by definition.
        if unsafe metadata.pointee.endianness != READSTAT_ENDIAN_NONE, encoding == nil, formatVersion >= 118 {
            encoding = "UTF-8"
        }
    }
}

/// A user-missing rule with its text raw.
enum ForeignRawRule {
    case numbers(low: Double, high: Double)
    case text(low: [UInt8], high: [UInt8])

    static func rules(of variable: UnsafeMutablePointer<readstat_variable_t>) -> [ForeignRawRule] {
        let isText = unsafe readstat_variable_get_type_class(variable) == READSTAT_TYPE_CLASS_STRING
        return unsafe (0..<max(0, readstat_variable_get_missing_ranges_count(variable))).compactMap { index in
            let low = unsafe readstat_variable_get_missing_range_lo(variable, index)
            let high = unsafe readstat_variable_get_missing_range_hi(variable, index)
            if isText {
                return unsafe .text(
                    low: foreignBytes(readstat_string_value(low)), high: foreignBytes(readstat_string_value(high)))
            }
            let bounds = unsafe (readstat_double_value(low), readstat_double_value(high))
            // A bound that is itself the system-missing value catches nothing beyond it.
            return bounds.0.isNaN || bounds.1.isNaN ? nil : .numbers(low: bounds.0, high: bounds.1)
        }
    }

    func decoded(by decoder: ForeignTextDecoder) -> ForeignMissingRule {
        switch self {
        case .numbers(let low, let high): .numbers(low: low, high: high)
        case .text(let low, let high): .text(low: decoder.decode(low), high: decoder.decode(high))
        }
    }
}
