import FoundationEssentials

/// What a run was made from and what came out: the content of `FILE.run.json`, by which `verify` repeats it.
public struct RunRecord: Codable, Sendable, Equatable {
    /// A file with its digest.
    public struct File: Codable, Sendable, Equatable {
        public var path: String
        /// `nil` for standard input.
        public var sha256: String?
        public var rows: Int?

        public init(path: String, sha256: String?, rows: Int?) {
            self.path = path
            self.sha256 = sha256
            self.rows = rows
        }
    }

    /// A column with the quantity and unit that it was read as.
    public struct Column: Codable, Sendable, Equatable {
        public var name: String
        public var quantity: String
        public var unit: String
        public var absent: [String: Int]

        public init(name: String, quantity: String, unit: String, absent: [String: Int]) {
            self.name = name
            self.quantity = quantity
            self.unit = unit
            self.absent = absent
        }
    }

    public var program = "homeostat"
    public var version: String
    public var arguments: [String]
    /// The folder that relative paths are taken from.
    public var directory: String
    public var inputs: [File]
    public var outputs: [File]
    public var columns: [Column] = []
    /// By name; see ``ConversionFactors``.
    public var factors: [String: Double] = [:]
    /// Ids of indices or models, with the formula that was used.
    public var formulas: [String: String] = [:]
    public var rowsRead = 0
    public var rowsWritten = 0
    public var rejectedRows: [String: Int] = [:]
    /// `nil` where nothing random was used.
    public var seed: UInt64?
    public var blas: String

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
