extension CohortRun {
    /// A column called time that holds numbers from 0 on, and does not say of what.
    ///
    /// Minutes of a tolerance test, and only the rows at 0 are fasting; or months of a study, and all of them are. A
    /// date and a time of day are not plain numbers, and a number of a calendar (2019, 20190304) does not begin at 0.
    ///
    /// - Throws: D201, with the options that settle it; what reading throws.
    static func requireUnitOfSampleTime(_ input: inout CohortInput) throws(Diagnostic) {
        let bound = input.binding.columns.first { column in
            guard column.quantity == .time, case .fixed(.none) = column.unit else { return false }
            return column.unitBy == .convention
        }
        guard let bound else { return }
        let name = input.columns[bound.column].name
        let request = ColumnRequest(
            quantity: .time, column: bound.column, name: name, reading: .number(.minutes))
        let sample = try CohortRun(input, requests: [request], identity: []).sample(&input)
        guard let column = sample.samples.first, column.failed == 0, let greatest = column.values.max(),
            let least = column.values.min(), least <= 0, greatest > 0, greatest <= 1440
        else { return }
        throw Diagnostic(
            .missingUnit,
            "column \(name) holds the numbers \(shortestDecimal(least)) to \(shortestDecimal(greatest)), and nothing "
                + "says whether they are times of samples after a load",
            place: .init(file: input.source.name, columnName: name),
            help: [
                BindingProblem.option("unit", name, "min") + " or " + BindingProblem.option("unit", name, "h")
                    + "  if so: fasting indices then take the samples at 0 and before",
                "--allow-nonfasting  if not: every row then counts as fasting",
            ])
    }
}
