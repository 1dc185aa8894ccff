/// A row that is not written because its structure is broken, or because it repeats another one.
public struct RejectedRow: Sendable, Hashable {
    /// Why a row is rejected; the raw value is the word in reports and files of rejected rows.
    public enum Cause: String, Sendable, CaseIterable {
        case fieldCount = "field_count"
        case undecodable = "undecodable_bytes"
        case nulByte = "nul_byte"
        case lineTooLong = "line_too_long"
        case unclosedQuote = "unclosed_quote"
        case textAfterQuote = "text_after_quote"
        /// Every field equals those of an earlier row of the same identity.
        case duplicate = "duplicate"
        /// Another row of the same identity counts, by `--duplicates`.
        case superseded = "superseded"

        /// Whether the row counts against `--max-reject`: a repeated row is reported, but nothing was lost with it.
        public var isDamage: Bool { self != .duplicate && self != .superseded }

        /// The code that `explain` describes.
        public var code: DiagnosticCode {
            switch self {
            case .fieldCount: .fieldCount
            case .undecodable: .undecodableBytes
            case .nulByte: .nulByte
            case .lineTooLong: .lineTooLong
            case .unclosedQuote: .unclosedQuote
            case .textAfterQuote: .textAfterQuote
            case .duplicate, .superseded: .conflictingDuplicates
            }
        }
    }

    /// Why the row is rejected.
    public var cause: Cause
    /// Physical line of its first byte, from 1.
    public var line: Int
    /// Data row, from 1, rejected rows included.
    public var row: Int
    /// What is wrong, in a few words: "4 fields, expected 6".
    public var detail: String
    /// The beginning of the row as it stands in the file.
    public var text: String
}
