/// An input that is ready to be read: bound, settled, joined and looked at.
public struct CohortSession {
    /// The opened input, its options and its binding included.
    public private(set) var input: CohortInput
    /// The columns that were asked for, joined ones last, in the order of ``CohortBlock/columns``.
    public let requests: [ColumnRequest]
    /// What the first rows look like.
    public let sample: SampleCheck
    /// What was read of the files of `--join`.
    public let joined: [JoinedFile]
    /// Positions of the columns of `--id`.
    public let identity: [Int]
    private let run: CohortRun

    /// Prepares a pass over the rows.
    ///
    /// - Parameters:
    ///   - quantities: what is needed, as far as the input or a joined file has it.
    ///   - decimals: the quantities of which the decimals are wanted as they were written, too.
    ///   - variables: positions of columns of the input that are wanted as the numbers that stand in them, with their
    ///     decimals; see ``request(ofColumn:)``.
    /// - Throws: where a needed column is not settled, or its values contradict what it is said to be.
    public init(
        _ input: CohortInput, quantities: Set<Quantity>, decimals: Set<Quantity> = [], variables: [Int] = []
    ) throws(Diagnostic) {
        var input = input
        let choice: JoinChoice
        do throws(Diagnostic) {
            choice = try JoinChoice(input, quantities: quantities)
        } catch {
            throw try CohortSession.questionnaireCode(&input, quantities) ?? error
        }
        var own = choice.own.map { column in
            var request = input.request(for: column)
            request.keepsDecimals = decimals.contains(column.quantity) || variables.contains(column.column)
            return request
        }
        for column in variables where !own.contains(where: { $0.column == column }) {
            own.append(input.request(forVariable: column))
        }
        let joined = try JoinedTables(input, choice: choice, own: own)
        self.joined = joined?.summaries ?? []
        identity = try input.positions(of: input.options.identity, option: "--id")
        var run = CohortRun(input, requests: own, identity: identity, joined: joined)
        sample = try run.sample(&input)
        if let error = sample.errors.first { throw error }
        if quantities.contains(.time), !run.requests.contains(where: { $0.quantity == .time }) {
            try CohortRun.requireUnitOfSampleTime(&input)
        }
        if input.options.needsTwoPasses {
            run = CohortRun(
                input, requests: own, identity: identity, joined: joined,
                superseding: try SupersedingRows(run, input: input))
        }
        requests = run.requests
        self.run = run
        self.input = input
    }

    /// Where a column of the input stands among the requests; nil where it is not read.
    public func request(ofColumn column: Int) -> Int? {
        requests.firstIndex { $0.column == column && $0.joinedFile == nil }
    }

    /// A column without a unit may be no measurement at all: then that is the error.
    private static func questionnaireCode(
        _ input: inout CohortInput, _ quantities: Set<Quantity>
    ) throws(Diagnostic) -> Diagnostic? {
        let requests = input.binding.unsettled.filter { problem in
            quantities.contains(problem.quantity) && problem.diagnostic.code == .missingUnit
                && problem.columns.count == 1
                && (problem.minute ?? 0) == 0
        }.map { problem in
            ColumnRequest(
                quantity: problem.quantity, column: problem.columns[0], name: input.columns[problem.columns[0]].name,
                reading: .number(problem.quantity.baseUnit))
        }
        if requests.isEmpty { return nil }
        let sample = try CohortRun(input, requests: requests, identity: []).sample(&input)
        guard var error = sample.errors.first(where: { $0.code == .questionnaireCode }) else { return nil }
        // The unit of the request was made up.
        let request = requests.first { $0.name == error.place?.columnName }
        error.help.removeLast()
        if let request { error.help.append(SampleCheck.insisting(request, unit: "UNIT")) }
        return error
    }

    /// The same session for another pass over the rows.
    ///
    /// - Throws: where the input cannot be read twice (see ``CohortInput/canReopen``).
    public func reopened() throws(Diagnostic) -> CohortSession {
        var again = self
        again.input = try input.reopened()
        return again
    }

    /// Reads all rows.
    ///
    /// - Parameter progress: called now and then with the number of rows read so far.
    public consuming func pass<Consumer: CohortConsumer>(
        progress: (@Sendable (Int) -> Void)? = nil, makeConsumer: @escaping @Sendable () -> Consumer
    ) async throws(Diagnostic) -> CohortOutcome {
        let run = self.run
        return try await run.pass(over: input.text.reader(), progress: progress, makeConsumer: makeConsumer)
    }
}
