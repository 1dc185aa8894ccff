import HomeostatCohort

extension IndexPlan {
    /// What a file says about fasting: the time since the last meal, or the time of a sample in a test.
    public struct FastingEvidence: Sendable {
        /// Where the time since the last meal stands.
        public var sinceMeal: FastingTime?
        /// The requested column with the time of each sample from the load, in a file with one row for each sample.
        ///
        /// Samples at and before time 0 are baseline samples: the basal samples of a test are taken in the half hour
        /// before the load, and protocols number them -10 and -5. The unit does not matter.
        public var sampleTime: Int?

        /// What the file says; by default nothing.
        public init(sinceMeal: FastingTime? = nil, sampleTime: Int? = nil) {
            self.sinceMeal = sinceMeal
            self.sampleTime = sampleTime
        }

        /// Nothing is known.
        public static let none = FastingEvidence()
    }
}

extension IndexPlan.FastingEvidence {
    /// The rows that give no index of fasting values, with the cause: the last meal was not 8 to under 24 hours ago,
    /// the sample was taken after the load, or a cell that would tell cannot be used.
    func obstacles(_ inputs: [MeasuredColumn], count: Int) -> [(row: Int, cause: Cause)] {
        guard sinceMeal != nil || sampleTime != nil else { return [] }
        return (0..<count).compactMap { row in obstacle(row, inputs).map { (row, $0.cause) } }
    }

    /// What stands in the way of an index of fasting values in a row; `nil` where nothing does.
    func obstacle(_ row: Int, _ inputs: [MeasuredColumn]) -> AbsenceReason? {
        if let sampleTime {
            // A sample without its time may be any sample of the test.
            let cause = inputs[sampleTime].cause(row) ?? (inputs[sampleTime][row] <= 0 ? nil : .notFasting)
            if let cause { return AbsenceReason(request: sampleTime, cause: cause) }
        }
        guard let sinceMeal else { return nil }
        for request in [sinceMeal.request, sinceMeal.minutes].compactMap(\.self) {
            if let cause = inputs[request].cause(row), !isOptional(request, cause) {
                return AbsenceReason(request: request, cause: cause)
            }
        }
        var hours = sinceMeal.toHours(inputs[sinceMeal.request][row])
        if hours.isNaN { return nil }
        if let minutes = sinceMeal.minutes, !inputs[minutes][row].isNaN { hours += inputs[minutes][row] / 60 }
        return hours >= 8 && hours < 24 ? nil : AbsenceReason(request: sinceMeal.request, cause: .notFasting)
    }

    /// Whether the absence of a cell takes nothing away. Where nobody said when the last meal was, fasting is assumed,
    /// and the run says for how many rows; a cell that says something and cannot be used is no such silence.
    func isOptional(_ request: Int, _ cause: Cause) -> Bool {
        guard let sinceMeal, request == sinceMeal.request || request == sinceMeal.minutes else { return false }
        return cause == .missing || cause == .notJoined
    }
}
