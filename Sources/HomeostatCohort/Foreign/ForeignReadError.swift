/// Why a foreign file could not be read: what happened, where, and what to do about it.
public struct ForeignReadError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kind of failure.
    public enum Reason: String, Sendable, Hashable, CaseIterable {
        case cannotOpen = "cannot-open"
        case notARegularFile = "not-a-regular-file"
        case empty
        case readFailed = "read-failed"
        case truncated
        case corrupt
        case tooLarge = "too-large"
        case unsupportedVersion = "unsupported-version"
        case unsupportedCompression = "unsupported-compression"
        case unsupportedEncoding = "unsupported-encoding"
        case rowCountMismatch = "row-count-mismatch"
        case severalTables = "several-tables"
        case noSuchVariable = "no-such-variable"
        case badRequest = "bad-request"
        case unexpected
    }

    /// What kind of failure it is; decides the advice in ``description``.
    public var reason: Reason
    /// The path of the file, as it was given.
    public var path: String
    /// The format the file was read as, nil while it was being found out.
    public var format: ForeignFormat?
    /// The last row of which something was read, counted from 1; nil if the failure is before the rows.
    public var row: Int?
    /// What the system or the reading library said, possibly empty.
    public var detail: String

    /// A failure; `row` counts from 1.
    public init(_ reason: Reason, path: String, format: ForeignFormat?, row: Int? = nil, detail: String = "") {
        self.reason = reason
        self.path = path
        self.format = format
        self.row = row
        self.detail = detail
    }

    /// One sentence of what and where, then one of what to do.
    public var description: String {
        let place = row.map { " after row \($0)" } ?? ""
        let said = detail.isEmpty ? "" : " (\(detail))"
        return "\(path): \(what)\(place)\(said). \(remedy)"
    }

    private var what: String {
        let title = format?.title ?? "data"
        return switch reason {
        case .cannotOpen: "the file cannot be opened"
        case .notARegularFile: "this is not a regular file, and \(title) has to be read at several places"
        case .empty: "the file is empty"
        case .readFailed: "reading the file failed"
        case .truncated: "the \(title) file ends too early"
        case .corrupt: "the content does not follow the \(title) format"
        case .tooLarge: "the \(title) file announces a part that is empty or larger than can be held"
        case .unsupportedVersion: "this version of the \(title) format is not supported"
        case .unsupportedCompression: "the compression of this \(title) file is not supported"
        case .unsupportedEncoding: "the \(title) file declares an unknown text encoding"
        case .rowCountMismatch: "the \(title) file holds another number of rows than it declares"
        case .severalTables: "the \(title) file holds more than one table; the first one ends"
        case .noSuchVariable: "a variable was asked for that the \(title) file does not have"
        case .badRequest: "the request cannot be met"
        case .unexpected: "the \(title) reader failed"
        }
    }

    private var remedy: String {
        switch reason {
        case .cannotOpen: "Check the path and the permission to read it."
        case .notARegularFile: "Save the data to a file and give its path."
        case .empty: "Get the file again; the transfer probably failed."
        case .readFailed: "Check the disk or the network drive and try again."
        case .truncated, .rowCountMismatch:
            "Compare its size with the original and get it again, in binary mode; no result is computed from a part."
        case .corrupt:
            "Check that the file is what its name says, and open and save it again in the program it comes from."
        case .tooLarge: "Check the file in the program it comes from, and save only the variables that are needed."
        case .unsupportedVersion, .unsupportedCompression:
            "Save it in the program it comes from in another version, uncompressed, or as CSV."
        case .unsupportedEncoding: "Save it in the program it comes from as UTF-8."
        case .severalTables: "Write each table to a file of its own."
        case .noSuchVariable: "Use an index that the description of the file lists."
        case .badRequest: "Ask for at least one row per block."
        case .unexpected: "Save the data as CSV in the program it comes from, and report the message."
        }
    }
}
