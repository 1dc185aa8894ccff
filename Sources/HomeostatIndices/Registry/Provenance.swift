import HomeostatCohort

/// Where a formula was published.
public struct Citation: Sendable, Hashable {
    /// First author with initials, "et al." where there are more.
    public let author: String
    /// The year of publication.
    public let year: Int
    /// Journal, volume and first page.
    public let source: String
    /// The Digital Object Identifier without `doi:` or an address before it; `nil` where none is known.
    public let doi: String?

    /// A publication; `author` is the first one, `source` the journal, volume and first page.
    public init(_ author: String, _ year: Int, _ source: String, doi: String? = nil) {
        self.author = author
        self.year = year
        self.source = source
        self.doi = doi
    }

    /// One line: author, year, journal, DOI.
    public var text: String {
        "\(author) \(year), \(source)" + (doi.map { ", doi:\($0)" } ?? "")
    }
}

/// How far the formula, as it is written here, is known to be the published one.
public struct Evidence: Sendable, Hashable {
    /// What the formula was compared with.
    public enum Grade: String, Sendable, CaseIterable {
        /// The output of another program, run on the same values, agrees.
        case programAgrees = "another program's output agrees"
        /// Read in the paper, its abstract, or the source of a program that cites it.
        case read = "read in the paper, its abstract, or a program's source"
        /// Follows by definition (a ratio, a logarithm, a product) from a verified formula or from a standard.
        case byDefinition = "follows by definition"
        /// Two independent sources give the same coefficients.
        case twoSources = "two independent sources agree"
        /// One source only.
        case oneSource = "one source only"
        /// Sources contradict each other.
        case conflicting = "sources contradict each other"
        /// An estimate of this project, fitted to published values.
        case ownEstimate = "an independent estimate of this project"
    }

    /// How sure the comparison is; low is not enough to compute an index without being named.
    public enum Confidence: String, Sendable {
        case high, medium, low
    }

    /// What the formula was compared with.
    public let grade: Grade
    /// How sure that comparison is.
    public let confidence: Confidence
    /// What was compared or read, and where.
    public let sources: [String]

    /// A grade, of high confidence unless another is given.
    public init(_ grade: Grade, _ confidence: Confidence = .high, _ sources: [String] = []) {
        self.grade = grade
        self.confidence = confidence
        self.sources = sources
    }

    /// Whether the index is computed without being named.
    public var isSufficient: Bool {
        switch grade {
        case .oneSource, .conflicting: false
        case .programAgrees, .read, .byDefinition, .twoSources, .ownEstimate: confidence != .low
        }
    }
}

/// A published limit between classes.
public struct Cutoff: Sendable, Hashable {
    /// As printed: "> 4.65".
    public let text: String
    /// The population, or the condition, that it was derived in.
    public let population: String
    /// Where the limit is published.
    public let source: String
    /// Whether the number was read in a source, and not quoted from memory.
    public let isVerified: Bool

    /// A limit that was read in its source, unless it is said to be quoted from memory.
    public init(_ text: String, _ population: String, _ source: String, isVerified: Bool = true) {
        self.text = text
        self.population = population
        self.source = source
        self.isVerified = isVerified
    }
}

/// Values with a result that somebody else printed or computed.
public struct WorkedExample: Sendable, Hashable {
    /// One measurement of an example.
    public struct Value: Sendable, Hashable {
        /// What was measured.
        public let quantity: Quantity
        /// The number, in ``unit``.
        public let value: Double
        /// The unit that the source gives it in.
        public let unit: Unit

        /// A measurement as the source gives it.
        public init(_ quantity: Quantity, _ value: Double, _ unit: Unit) {
            self.quantity = quantity
            self.value = value
            self.unit = unit
        }
    }

    /// The measurements that the index is computed from, in any order.
    public let inputs: [Value]
    /// The result, in the unit of the index.
    public let expected: Double
    /// Absolute: half a unit of the last printed digit, or what the source states.
    public let tolerance: Double
    /// Who printed or computed it, and where.
    public let source: String

    /// An example; `tolerance` is absolute, in the unit of the index.
    public init(_ inputs: [Value], gives expected: Double, within tolerance: Double, source: String) {
        self.inputs = inputs
        self.expected = expected
        self.tolerance = tolerance
        self.source = source
    }
}
