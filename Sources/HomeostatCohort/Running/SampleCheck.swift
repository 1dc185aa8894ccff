import HomeostatNumerics

/// A look at the first rows before anything is written: units that contradict the values, codes taken for
/// measurements, columns that were swapped.
public struct SampleCheck: Sendable {
    /// What the first rows of one column look like.
    public struct ColumnSample: Sendable {
        /// The column, with the unit in which it was read.
        public let request: ColumnRequest
        /// The values, in the unit of the request, in the order of the file.
        public let values: [Double]
        /// Number of rows looked at.
        public let rows: Int
        /// Cells among them that are neither a number nor missing nor beyond a limit.
        public let failed: Int
        /// The middle value; the lower one of two.
        public let median: Double?

        init(request: ColumnRequest, values: [Double], rows: Int, failed: Int = 0) {
            self.request = request
            self.values = values
            self.rows = rows
            self.failed = failed
            median = values.isEmpty ? nil : orderStatistic(values, rank: (values.count - 1) / 2)
        }
    }

    /// A column of sex in letters that has numbers among its cells, which nothing explains.
    public struct NumericSex: Sendable {
        /// The column, which was read as letters.
        public let request: ColumnRequest
        /// The distinct numbers, in the order of the file.
        public internal(set) var codes: [String] = []

        /// Adds the text of a cell that is no sex, where it is a number.
        mutating func add(_ text: String) {
            let code = CellInterpreter.trimmed(text)
            if codes.count < 20, Double(code) != nil, !codes.contains(code) { codes.append(code) }
        }
    }

    /// The first rows of each column of numbers, joined ones last.
    public let samples: [ColumnSample]
    /// Columns of sex with codes that nothing explains; each is among ``errors``.
    public let numericSexes: [NumericSex]
    private let factors: ConversionFactors
    private let fileName: String

    init(
        samples: [ColumnSample], numericSexes: [NumericSex] = [], factors: ConversionFactors, fileName: String
    ) {
        self.samples = samples
        self.numericSexes = numericSexes.filter { !$0.codes.isEmpty }
        self.factors = factors
        self.fileName = fileName
    }

    private func file(of request: ColumnRequest) -> String { request.joinedFile ?? fileName }

    /// A column of fewer values is too short for a judgement of its distribution.
    private static let fewestValues = 10

    /// What stops a run.
    public var errors: [Diagnostic] {
        contradictions.filter { $0.severity == .error }
            + numericSexes.map { sex in
                var error = BindingProblem.unsettledSexCodes(
                    sex.request.name, codes: Array(sex.codes.sorted().prefix(4)))
                error.place = .init(file: file(of: sex.request), columnName: sex.request.name)
                return error
            }
    }

    /// What a run says and goes on.
    public var warnings: [Diagnostic] {
        let overruled = contradictions.filter { $0.severity == .warning }
        if let swapped { return overruled + [swapped] }
        return overruled + samples.compactMap { sample in insulinLooksMolar(sample) ?? medianOutsidePlausible(sample) }
    }

    /// Values that contradict what their column is said to be: errors, unless `--map` and `--unit` insist on it.
    private var contradictions: [Diagnostic] {
        samples.compactMap { sample in
            guard var diagnostic = questionnaireCode(sample) ?? mixedUnits(sample) else { return nil }
            if sample.request.isInsistedOn {
                diagnostic.severity = .warning
                diagnostic.help = []
            } else {
                diagnostic.help.append(SampleCheck.insisting(sample.request, unit: sample.request.unit.symbol))
            }
            return diagnostic
        }
    }

    /// The options that let a column pass whose values are doubtful.
    static func insisting(_ request: ColumnRequest, unit: String) -> String {
        BindingProblem.option("map", request.quantity.rawValue, request.name) + " "
            + BindingProblem.option("unit", request.name, unit) + "  together: take it all the same"
    }

    /// Three or fewer distinct integers where a concentration should be.
    func questionnaireCode(_ sample: ColumnSample) -> Diagnostic? {
        guard sample.request.quantity.isConcentration, sample.values.count >= SampleCheck.fewestValues else {
            return nil
        }
        var distinct: [Double] = []
        for value in sample.values where !distinct.contains(value) {
            distinct.append(value)
            if distinct.count > 3 || value != value.rounded() { return nil }
        }
        let codes = distinct.sorted().map(shortestDecimal).joined(separator: ", ")
        return Diagnostic(
            .questionnaireCode,
            "column \(sample.request.name) holds only the \(distinct.count == 1 ? "value" : "values") \(codes): this looks "
                + "like a questionnaire code, not like \(sample.request.quantity.title)",
            place: .init(file: file(of: sample.request), columnName: sample.request.name),
            help: ["--map \(sample.request.quantity.rawValue)=COLUMN  names the column with the measurements"])
    }

    /// A glucose of which one part is ordinary in mg/dL and another in mmol/L.
    private func mixedUnits(_ sample: ColumnSample) -> Diagnostic? {
        guard sample.request.quantity == .glucose, case .number(let unit) = sample.request.reading,
            sample.values.count >= SampleCheck.fewestValues
        else { return nil }
        // 30 mg/dL separates the two: as mmol/L it would be 540 mg/dL. In mmol/L the border is 600 mg/dL.
        let border = unit == .milligramsPerDecilitre ? 30 : 600 / factors.glucose
        let low = sample.values.count { $0 < border && $0 >= 30 / factors.glucose }
        let high = sample.values.count { $0 >= border && $0 <= 600 }
        guard min(low, high) * 10 >= sample.values.count else { return nil }
        let lowRange = range(sample.values.filter { $0 < border })
        let highRange = range(sample.values.filter { $0 >= border })
        return Diagnostic(
            .mixedUnits,
            "column \(sample.request.name): \(low) values look like mmol/L (\(lowRange)) and \(high) like mg/dL (\(highRange))",
            place: .init(file: file(of: sample.request), columnName: sample.request.name),
            help: [
                "put the unit of every row into a column of its own (\(sample.request.name)_unit), or correct the file"
            ])
    }

    private func range(_ values: [Double]) -> String {
        "\(shortestDecimal(values.min() ?? 0)) to \(shortestDecimal(values.max() ?? 0))"
    }

    private func median(_ quantity: Quantity, in unit: Unit) -> Double? {
        guard let sample = samples.first(where: { $0.request.quantity == quantity }), let median = sample.median else {
            return nil
        }
        return UnitConversion(quantity, from: sample.request.unit, to: unit, factors: factors)?(median)
    }

    private var swapped: Diagnostic? {
        guard let glucose = median(.glucose, in: .milligramsPerDecilitre), glucose < 30,
            let insulin = median(.insulin, in: .microunitsPerMillilitre), insulin > 80
        else { return nil }
        return Diagnostic(
            .swappedColumns,
            "glucose and insulin look swapped: the median glucose is \(shortestDecimal(glucose)) mg/dL, the median insulin "
                + "\(shortestDecimal(insulin)) uU/mL", severity: .warning, place: .init(file: fileName),
            help: ["look at the header; --map glucose=COLUMN --map insulin=COLUMN settles it"])
    }

    private func insulinLooksMolar(_ sample: ColumnSample) -> Diagnostic? {
        guard sample.request.quantity == .insulin, sample.request.unit == .microunitsPerMillilitre,
            let median = sample.median, median > 30
        else { return nil }
        return Diagnostic(
            .insulinLooksMolar,
            "the median of \(sample.request.name) is \(shortestDecimal(median)) uU/mL, high for a fasting insulin; in pmol/L "
                + "it would be ordinary", severity: .warning,
            place: .init(file: file(of: sample.request), columnName: sample.request.name),
            help: [
                "nothing was converted; \(BindingProblem.option("unit", sample.request.name, "pmol/L"))  if that is what "
                    + "it is"
            ])
    }

    private func medianOutsidePlausible(_ sample: ColumnSample) -> Diagnostic? {
        let quantity = sample.request.quantity
        guard let range = quantity.range, let median = sample.median,
            let base = UnitConversion(quantity, from: sample.request.unit, to: quantity.baseUnit, factors: factors)?(
                median),
            !range.isPlausible(base)
        else { return nil }
        return Diagnostic(
            .medianOutsidePlausible,
            "the median of \(sample.request.name) is \(shortestDecimal(median)) \(sample.request.unit.symbol), which is not "
                + "plausible for \(quantity.title)", severity: .warning,
            place: .init(file: file(of: sample.request), columnName: sample.request.name),
            help: ["look at the unit; \(BindingProblem.option("unit", sample.request.name, "UNIT"))  settles it"])
    }
}

extension CohortRun {
    /// Reads the first rows of the input, which are read again later.
    func sample(_ input: inout CohortInput) throws(Diagnostic) -> SampleCheck {
        var values = [[Double]](repeating: [], count: decoder.requests.count)
        var failed = [Int](repeating: 0, count: decoder.requests.count)
        var rows = 0
        var status: [UInt8] = []
        var column = MeasuredColumn()
        var sexes = decoder.requests.map { SampleCheck.NumericSex(request: $0) }
        try forEachSampleBlock(&input) { index, bytes, count in
            rows += count
            for position in decoder.requests.indices where decoder.requests[position].isNumber {
                decoder.decodeRaw(position, of: index, bytes: bytes, into: &column, status: &status)
                for (lane, numbers) in column.lanes.prefix(MeasuredColumn.laneCount(count)).enumerated() {
                    for row in 0..<min(8, count - lane * 8) where !numbers[row].isNaN {
                        values[position].append(numbers[row])
                    }
                }
                failed[position] += (0..<count).count { column.cause($0)?.isFailure == true }
            }
            for position in decoder.requests.indices {
                guard case .sex(.letters) = decoder.requests[position].reading else { continue }
                decoder.decode(position, of: index, bytes: bytes, into: &column, status: &status) { cell in
                    if cell.row < count { sexes[position].add(cell.text) }
                }
            }
        }
        let samples = decoder.requests.enumerated().compactMap { position, request -> SampleCheck.ColumnSample? in
            guard request.isNumber else { return nil }
            return SampleCheck.ColumnSample(
                request: request, values: values[position], rows: rows, failed: failed[position])
        }
        return SampleCheck(
            samples: samples + (joined?.samples ?? []), numericSexes: sexes + (joined?.numericSexes ?? []),
            factors: input.options.factors, fileName: fileName)
    }

    /// Goes through the first rows of the input.
    ///
    /// - Parameter body: called with the rows of each block, its bytes, and how many of the rows count.
    func forEachSampleBlock(
        _ input: inout CohortInput, _ body: (_ index: RowIndex, _ bytes: [UInt8], _ count: Int) -> Void
    ) throws(Diagnostic) {
        var reader = input.text.sampleReader()
        var rows = 0
        var seen = 0
        var index = RowIndex()
        var bytes: [UInt8] = []
        while rows < TextInput.sampleRowLimit, seen < TextInput.sampleByteLimit,
            let block = try reader.next(into: &bytes)
        {
            index.scan(
                bytes, block: block, columns: decoder.columns, delimiter: dialect.delimiter, newline: dialect.newline)
            seen += block.count
            let count = min(index.count, TextInput.sampleRowLimit - rows)
            rows += count
            body(index, bytes, count)
        }
    }
}
