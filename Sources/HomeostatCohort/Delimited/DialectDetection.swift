/// Finding out how a delimited text is written, from its first rows.
///
/// The delimiter is the one that gives the rows one and the same number of fields, more than one. The decimal mark is
/// a comma only where numbers with a comma occur and none with a point does, so that a column is never read a thousand
/// times too small: where all such numbers have exactly three digits behind the comma, they may be thousands, and the
/// user is asked.
enum DialectDetection {
    static let sampleRows = 200

    /// Line feed, or carriage return where there is no line feed.
    static func rowEnding(of sample: ArraySlice<UInt8>) -> Dialect.RowEnding {
        guard let lineFeed = sample.firstIndex(of: 0x0A) else {
            return sample.contains(0x0D) ? .carriageReturn : .lineFeed
        }
        return lineFeed > sample.startIndex && sample[lineFeed - 1] == 0x0D ? .carriageReturnLineFeed : .lineFeed
    }

    /// The delimiter among comma, semicolon and tab that fits the rows best.
    static func delimiter(of sample: ArraySlice<UInt8>, newline: UInt8) -> UInt8 {
        var best: (delimiter: UInt8, share: Double, fields: Int) = (UInt8(ascii: ","), 0, 1)
        for candidate in [UInt8(ascii: ","), UInt8(ascii: ";"), 0x09] {
            let rows = FieldSplitter.rows(of: sample, delimiter: candidate, newline: newline, limit: sampleRows)
            let counts = rows.filter { $0.fields.count > 1 || !$0.fields[0].isEmpty }.map(\.fields.count)
            guard let mode = mostFrequent(counts), mode.value > 1 else { continue }
            let share = Double(mode.count) / Double(counts.count)
            if share > best.share + 1e-9 || (share > best.share - 1e-9 && mode.value > best.fields) {
                best = (candidate, share, mode.value)
            }
        }
        return best.delimiter
    }

    /// What the numbers of the sample say about the decimal mark.
    enum DecimalMark: Equatable {
        case point, comma
        /// All numbers with a comma have three digits behind it, and none has a point.
        case unclear(example: String)
    }

    static func decimalMark(in rows: [FieldSplitter.Row]) -> DecimalMark {
        var withPoint = 0
        var withComma = 0
        var surelyDecimal = 0
        var example = ""
        for row in rows {
            for field in row.fields {
                switch shape(of: field.utf8) {
                case .pointDecimal: withPoint += 1
                case .commaDecimal(let couldBeThousands):
                    withComma += 1
                    if example.isEmpty { example = field }
                    if !couldBeThousands { surelyDecimal += 1 }
                case .other: break
                }
            }
        }
        if withComma == 0 || withPoint > 0 { return .point }
        return surelyDecimal > 0 ? .comma : .unclear(example: example)
    }

    private enum NumberShape {
        case pointDecimal
        case commaDecimal(couldBeThousands: Bool)
        case other
    }

    private static func shape(of text: String.UTF8View) -> NumberShape {
        var before = 0
        var after = 0
        var mark: UInt8?
        var leading: UInt8?
        var index = text.startIndex
        if index < text.endIndex, text[index] == UInt8(ascii: "-") || text[index] == UInt8(ascii: "+") {
            index = text.index(after: index)
        }
        while index < text.endIndex {
            let byte = text[index]
            if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
                if leading == nil { leading = byte }
                if mark == nil { before += 1 } else { after += 1 }
            } else if byte == UInt8(ascii: ".") || byte == UInt8(ascii: ","), mark == nil {
                mark = byte
            } else if byte | 0x20 == UInt8(ascii: "e"), mark != nil, after > 0 {
                break
            } else {
                return .other
            }
            index = text.index(after: index)
        }
        guard let mark, before + after > 0 else { return .other }
        if mark == UInt8(ascii: ".") { return .pointDecimal }
        // No thousand is written with a leading zero.
        return .commaDecimal(couldBeThousands: after == 3 && (1...3).contains(before) && leading != UInt8(ascii: "0"))
    }

    /// The most frequent value; the larger one where two are as frequent.
    static func mostFrequent(_ values: [Int]) -> (value: Int, count: Int)? {
        var counts: [Int: Int] = [:]
        for value in values { counts[value, default: 0] += 1 }
        return counts.max { ($0.value, $0.key) < ($1.value, $1.key) }.map { ($0.key, $0.value) }
    }
}
