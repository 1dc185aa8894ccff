import FoundationEssentials

/// What a run was made from and what came out: the content of `FILE.run.json`, by which `verify` repeats it.
public struct RunRecord: Codable, Sendable, Equatable {
    /// A file with its digest.
    public struct File: Codable, Sendable, Equatable {
        /// As it was typed; `-` is standard input.
        public var path: String
        /// `nil` where it could not be taken: of a device, for example.
        public var sha256: String?
        /// Data rows, without the header.
        public var rows: Int?

        /// A file as it was found.
        public init(path: String, sha256: String?, rows: Int?) {
            self.path = path
            self.sha256 = sha256
            self.rows = rows
        }
    }

    /// A column with the quantity and unit that it was read as.
    public struct Column: Codable, Sendable, Equatable {
        /// The header.
        public var name: String
        /// The canonical name of the quantity.
        public var quantity: String
        /// The symbol of the unit; empty where there is none.
        public var unit: String
        /// Number of absent values by the name of their cause.
        public var absent: [String: Int]

        /// A column as it was read.
        public init(name: String, quantity: String, unit: String, absent: [String: Int]) {
            self.name = name
            self.quantity = quantity
            self.unit = unit
            self.absent = absent
        }
    }

    /// The program that wrote the record.
    public var program = "homeostat"
    /// Its version.
    public var version: String
    /// The command, without the name of the program.
    public var arguments: [String]
    /// The folder that relative paths are taken from.
    public var directory: String
    /// Every file that was read, in the order of the command.
    public var inputs: [File]
    /// Every file that was written.
    public var outputs: [File]
    /// The columns that were read.
    public var columns: [Column] = []
    /// By name; see ``ConversionFactors``.
    public var factors: [String: Double] = [:]
    /// Ids of indices or models, with the formula that was used.
    public var formulas: [String: String] = [:]
    /// Rows of the input, good or not.
    public var rowsRead = 0
    /// Rows of the input that were used: all that were not rejected.
    public var rowsWritten = 0
    /// Number of rejected rows by the name of their cause.
    public var rejectedRows: [String: Int] = [:]
    /// `nil` where nothing random was used.
    public var seed: UInt64?
    /// How the BLAS in use names itself.
    public var blas: String

    private enum CodingKeys: String, CodingKey {
        case program, version, arguments, directory, inputs, outputs, columns, factors, formulas
        case rowsRead = "rows_read"
        case rowsWritten = "rows_written"
        case rejectedRows = "rejected_rows"
        case seed, blas
    }

    /// A record of which the rest is filled in as the run goes on.
    public init(
        version: String, arguments: [String], directory: String, inputs: [File], outputs: [File], blas: String
    ) {
        self.version = version
        self.arguments = arguments
        self.directory = directory
        self.inputs = inputs
        self.outputs = outputs
        self.blas = blas
    }

    /// The record as JSON with sorted keys, the same bytes for the same content.
    public func json() throws(Diagnostic) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            return Array(try encoder.encode(self)) + [0x0A]
        } catch {
            throw Diagnostic(.internalFault, "the record of the run cannot be written as JSON: \(error)")
        }
    }

    /// Reads a record.
    ///
    /// - Throws: D701 where the file is none.
    public init(path: String) throws(Diagnostic) {
        let stream = try FileStream(path: path)
        var bytes: [UInt8] = []
        while try stream.read(1 << 16, appendingTo: &bytes) > 0 {
            guard bytes.count < 64 << 20 else { break }
        }
        do {
            self = try JSONDecoder().decode(RunRecord.self, from: Data(bytes))
        } catch {
            throw Diagnostic(
                .notARunFile, "\(path) is not the record of a run", place: .init(file: path),
                help: ["give the FILE.run.json that -o FILE wrote beside FILE"])
        }
    }
}

extension RunRecord {
    /// What a repeated run made otherwise, in words: "factors", "rows of the input a.csv". Nothing is said of what may
    /// differ without harm: the version, the BLAS, the command as it was typed, and the paths of what was written.
    public func differences(from repeated: RunRecord) -> [String] {
        var names: [String] = []
        func compare<Value: Equatable>(_ name: String, _ value: KeyPath<RunRecord, Value>) {
            if self[keyPath: value] != repeated[keyPath: value] { names.append(name) }
        }
        func compareFiles(_ kind: String, _ files: [File], _ others: [File], paths: Bool) {
            if files.count != others.count { names.append("number of \(kind)s") }
            for (file, other) in zip(files, others) {
                if paths, file.path != other.path { names.append("path of the \(kind) \(file.path)") }
                // Of a device or a pipe there is none.
                if file.sha256 != nil, file.sha256 != other.sha256 {
                    names.append("SHA-256 of the \(kind) \(file.path)")
                }
                if file.rows != other.rows { names.append("rows of the \(kind) \(file.path)") }
            }
        }
        compareFiles("input", inputs, repeated.inputs, paths: true)
        compareFiles("output", outputs, repeated.outputs, paths: false)
        compare("program", \.program)
        compare("columns", \.columns)
        compare("factors", \.factors)
        compare("formulas", \.formulas)
        compare("rows_read", \.rowsRead)
        compare("rows_written", \.rowsWritten)
        compare("rejected_rows", \.rejectedRows)
        compare("seed", \.seed)
        return names
    }
}

extension ConversionFactors {
    /// The factors by name, for the record of a run.
    public var named: [String: Double] {
        [
            "glucose_mg_dl_per_mmol_l": glucose, "insulin_pmol_l_per_uu_ml": insulin,
            "c_peptide_nmol_l_per_ng_ml": cPeptide, "triglycerides_mg_dl_per_mmol_l": triglycerides,
            "cholesterol_mg_dl_per_mmol_l": cholesterol, "hba1c_slope": hba1cSlope,
            "hba1c_intercept": hba1cIntercept,
        ]
    }
}
