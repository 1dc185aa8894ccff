/// What is wanted of an input: how to read it, what its columns are, and which rows count.
public struct CohortOptions: Sendable {
    /// How delimited text is written, as far as the user said it.
    public var text = TextOptions()
    /// The format, where detection is to be overridden; `nil` for detection by content.
    public var foreignFormat: ForeignFormat?
    /// `--format-in text`: do not look for a binary format.
    public var forcesText = false
    /// `--map`, `--unit`, `--preset` and `--sex-codes`.
    public var binding = BindingOptions()
    /// `--glucose-factor` and `--insulin-factor`, with all others.
    public var factors = ConversionFactors.published
    /// `--na`.
    public var extraMissing: [String] = []
    /// `--lod`.
    public var limitRule = LimitOfDetectionRule.exclude
    /// `--id`: the columns that together identify a row; their repetition is then checked.
    public var identity: [String] = []
    /// `--keep`: columns that are passed on as they are.
    public var keep: [String] = []
    /// `--keep all`.
    public var keepsAll = false
    /// `--duplicates`: what becomes of rows of one identity that differ.
    public var duplicates = DuplicateRule.error
    /// `--join FILE`, and the key columns of `--on`.
    public var joins: [String] = []
    /// The columns of `--on`, which the input and every joined file have.
    public var joinKey: [String] = []
    /// How many blocks are worked on at a time.
    public var threads = 1
    /// Whether each rejected row and failed cell is wanted in ``CohortOutcome/rejects``, and not only the first ten.
    public var collectsAllRejects = false
    /// Where rejected rows and failed cells are written while the rows are read.
    public var rejects: RejectFile?
    /// Takes the digests of inputs that can be read once only, where they are wanted.
    public var streamDigests: StreamDigests?

    /// What holds where the user says nothing.
    public init() {}

    /// Whether a row can only be judged once the whole file was seen.
    var needsTwoPasses: Bool { !identity.isEmpty && (duplicates == .last || duplicates == .mean) }
}
