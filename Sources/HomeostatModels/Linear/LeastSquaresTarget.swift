import HomeostatNumerics

/// What the columns of a linear model have to meet: the response less the offset, with twice the digits of a Double.
struct LeastSquaresTarget: Sendable {
    /// The Doubles nearest to the values.
    let high: [Double]
    /// What they have lost; nil where nothing.
    let low: [Double]?

    init(response: [Double], remainder: [Double]?, offset: [Double]?, offsetRemainder: [Double]? = nil) {
        guard remainder != nil || offset != nil else {
            high = response
            low = nil
            return
        }
        var high = response
        var low = [Double](repeating: 0, count: response.count)
        for row in response.indices {
            let value =
                DoubleDouble(high: response[row], low: remainder.map { $0[row] } ?? 0)
                - DoubleDouble(high: offset.map { $0[row] } ?? 0, low: offsetRemainder.map { $0[row] } ?? 0)
            high[row] = value.high
            low[row] = value.low
        }
        self.high = high
        self.low = low
    }
}
