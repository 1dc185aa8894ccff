import HomeostatModels
import HomeostatNumerics
import HomeostatTestSupport
import Testing

/// Against 50-digit arithmetic (Tests/Golden/segmented), brute force and the reference fits.
@Suite struct SegmentedRegressionTests {
    @Test func agreesWithMultiPrecision() throws {
        let golden = try ReferenceTree(path: "\(ProjectPaths.root)/Tests/Golden/segmented/segmented.json")
        var singular = 0
        for data in try golden.list {
            let design = designWithIntercept([("x", try data["x"].numbers), ("z", try data["z"].numbers)])
            let model = try SegmentedRegression(
                design, response: data["y"].numbers, variable: 1, weights: data["weights"].numbers)
            for count in 1...2 {
                let expected = try data[String(count)]
                let fit = try model.fit(turningPoints: count)
                #expect(fit.isGlobal)
                for (value, exact) in zip(fit.turningPoints, try expected["turning_points"].numbers) {
                    expectClose(value, exact, relative: 1e-12)
                    #expect(try data["x"].numbers.contains(exact) == model.containsValue(value))
                }
                for (value, exact) in zip(fit.coefficients + fit.slopeChanges, try expected["coefficients"].numbers) {
                    expectClose(value, exact, relative: 1e-11)
                }
                expectClose(fit.residualSumOfSquares, try expected["rss"].number, relative: 1e-12)
                let turns = fit.turningPointIntervals()
                for (interval, exact) in zip(turns, try expected["turning_point_errors"].list) {
                    if exact.isNull { singular += 1 }
                    #expect((interval == nil) == exact.isNull)
                    if let interval { expectClose(interval.standardError, try exact.number, relative: 1e-10) }
                }
                for (place, interval) in fit.slopes().enumerated() {
                    let exact = try expected["slope_errors"].list[place]
                    guard let interval else {
                        #expect(exact.isNull)
                        continue
                    }
                    expectClose(interval.standardError, try exact.number, relative: 1e-10)
                    expectClose(interval.estimate, try expected["slopes"].list[place].number, relative: 1e-11)
                }
            }
            let fit = try model.fit()
            let set = try #require(fit.turningPointSet())
            let ends = set.intervals.flatMap { [$0.lowerBound, $0.upperBound] }
            let inside = try data["1"]["ends_are_inside"].numbers
            #expect(set.reachesLowerEnd == (inside[0] == 1) && set.reachesUpperEnd == (inside[1] == 1))
            let free = Array(
                ends.dropFirst(set.reachesLowerEnd ? 1 : 0).dropLast(set.reachesUpperEnd ? 1 : 0))
            let expectedEnds = try data["1"]["ends"].numbers
            #expect(free.count == expectedEnds.count)
            for (value, exact) in zip(free, expectedEnds) { expectClose(value, exact, relative: 1e-11) }
        }
        // The case of two turning points with a single value between them is among the data.
        #expect(singular > 0)
    }

    @Test func daviesAgreesWithMultiPrecision() throws {
        let golden = try ReferenceTree(path: "\(ProjectPaths.root)/Tests/Golden/segmented/segmented.json")
        for data in try golden.list {
            let design = designWithIntercept([("x", try data["x"].numbers), ("z", try data["z"].numbers)])
            let model = try SegmentedRegression(
                design, response: data["y"].numbers, variable: 1, weights: data["weights"].numbers)
            let test = try #require(DaviesTest(model))
            expectClose(test.pValue, try data["1"]["davies"].number, relative: 1e-11)
            expectClose(test.pValueOfSegmented, try data["1"]["davies_folded"].number, relative: 1e-11)
        }
    }

    /// No point of a fine grid leaves a smaller sum of squares, whatever the shape of the data.
    @Test func noGridPointIsBetter() throws {
        var draws = SeededGenerator(seed: 5)
        for round in 0..<20 {
            let count = 12 + draws.below(20)
            let x = (0..<count).map { _ in (draws.unit() * 20).rounded() / (round % 2 == 0 ? 1 : 7) }
            let y = x.map { $0 * 0.3 - 0.5 * max(0, $0 - 1) + (0.1 + Double(round % 5)) * draws.unit() }
            guard Set(x).count > 6 else { continue }
            let design = designWithIntercept([("x", x)])
            let model = try SegmentedRegression(design, response: y, variable: 1)
            let one = try model.fit()
            let two = try model.fit(turningPoints: 2)
            let three = try model.fit(turningPoints: 3)
            let tolerance = 1e-11 * y.reduce(0) { $0 + $1 * $1 }
            #expect(two.residualSumOfSquares <= one.residualSumOfSquares + tolerance)
            #expect(three.residualSumOfSquares <= two.residualSumOfSquares + tolerance)
            #expect(!three.isGlobal)
            let grid = (0...60).map {
                model.range.lowerBound + (model.range.upperBound - model.range.lowerBound) * Double($0) / 60
            }
            for (position, first) in grid.enumerated() {
                #expect(sumOfSquares(x, y, [first]) >= one.residualSumOfSquares - tolerance)
                for second in grid[position...].dropFirst() {
                    #expect(sumOfSquares(x, y, [first, second]) >= two.residualSumOfSquares - tolerance)
                }
            }
        }
    }

    private func sumOfSquares(_ x: [Double], _ y: [Double], _ places: [Double]) -> Double {
        var elements = [Double](repeating: 1, count: x.count) + x
        for place in places { elements += x.map { max(0, $0 - place) } }
        let qr = HouseholderQR(columnMajor: elements, rowCount: x.count, columnCount: 2 + places.count)
        let coefficients = qr.solve(y)
        return x.indices.reduce(0) { sum, row in
            let fitted = coefficients.indices.reduce(0) { $0 + coefficients[$1] * elements[$1 * x.count + row] }
            return sum + (y[row] - fitted) * (y[row] - fitted)
        }
    }

    /// R stops when a step lowers the sum of squares by less than 1e-5 of it, here 1.2e-8 from the minimum (the exact
    /// one is checked above); it prints the slopes with five digits.
    @Test(.needsSharedFolder) func segmentedOnReaven() throws {
        let table = try NumberTable(path: ProjectPaths.shared("reference/stats/data/reaven_miller_1979.csv"))
        let x = try table.column("glucose")
        let y = try table.column("insulin").map { log(Lanes(repeating: $0))[0] }
        let r = try ReferenceTree(path: ProjectPaths.shared("reference/stats/trend_golden.json"))["segmented_reaven"]
        let model = try SegmentedRegression(designWithIntercept([("glucose", x)]), response: y, variable: 1)
        try compare(try ThresholdEffect(model), with: r, variable: "glucose")
    }

    /// R started at 28 and stopped at 27.17, which is not even a local minimum: the sum of squares falls on either side
    /// of it. Davies' test does not depend on that.
    @Test(.needsSharedFolder) func segmentedOnNile() throws {
        let table = try NumberTable(path: ProjectPaths.shared("reference/stats/data/nile.csv"))
        let y = try table.column("y")
        let x = y.indices.map { Double($0 + 1) }
        let r = try ReferenceTree(path: ProjectPaths.shared("reference/stats/trend_golden.json"))["segmented_nile"]
        let design = designWithIntercept([("t", x)])
        let near = try SegmentedRegression(design, response: y, variable: 1, range: 25...30)
        #expect(try near.fit().residualSumOfSquares < r["rss"].number)
        let free = try SegmentedRegression(design, response: y, variable: 1)
        let best = try free.fit()
        #expect(try best.residualSumOfSquares < r["rss"].number)
        #expect(best.turningPoints == [43] && best.isObservedValue == [true])
        let davies = try #require(DaviesTest(free))
        expectClose(davies.pValueOfSegmented, try r["davies"].number, relative: 1e-12)
        #expect(davies.pValue > davies.pValueOfSegmented)
    }

    private func compare(_ effect: ThresholdEffect, with r: ReferenceTree, variable: String) throws {
        let psi = try r["psi"].numbers
        let turn = try #require(effect.turningPoint)
        expectClose(turn.estimate, psi[1], relative: 1e-7)
        expectClose(turn.standardError, psi[2], relative: 1e-7)
        #expect(try effect.fit.residualSumOfSquares <= r["rss"].number * (1 + 1e-12))
        expectClose(effect.fit.residualSumOfSquares, try r["rss"].number, relative: 1e-9)
        expectClose(effect.fit.coefficients[0], try r["coef"]["(Intercept)"].number, relative: 1e-7)
        expectClose(effect.fit.coefficients[1], try r["coef"][variable].number, relative: 1e-7)
        expectClose(effect.fit.slopeChanges[0], try r["coef"]["U1.\(variable)"].number, relative: 1e-7)
        // Estimate, error, t, lower, upper, each for both pieces.
        let slopes = try r["slopes"].numbers
        for (place, slope) in [effect.slopeBelow, effect.slopeAbove].enumerated() {
            let slope = try #require(slope)
            let shown = [slope.estimate, slope.standardError, slope.statistic, slope.lower, slope.upper]
            for (row, value) in shown.enumerated() {
                expectClose(value, slopes[2 * row + place], relative: 5e-5)
            }
        }
    }

    @Test func aKnownTurnIsFoundExactly() throws {
        let x = (0..<20).map { Double($0) }
        let y = x.map { 1 + 2 * $0 - 3 * max(0, $0 - 7.25) }
        let model = try SegmentedRegression(designWithIntercept([("x", x)]), response: y, variable: 1)
        let fit = try model.fit()
        expectClose(fit.turningPoints[0], 7.25, relative: 1e-13)
        #expect(fit.isPerfect && fit.covariance == nil && fit.likelihoodRatio == nil)
        #expect(fit.turningPointIntervals()[0] == nil && fit.turningPointSet() == nil)
        let two = x.map {
            1 + 2 * $0 - 3 * max(0, $0 - 7.25) + 5 * max(0, $0 - 12.5) + 0.01 * ($0 * 7).remainder(dividingBy: 3)
        }
        let pair = try SegmentedRegression(designWithIntercept([("x", x)]), response: two, variable: 1).fit(
            turningPoints: 2)
        #expect(abs(pair.turningPoints[0] - 7.25) < 0.02 && abs(pair.turningPoints[1] - 12.5) < 0.02)
    }

    @Test func refusesWhatCannotBeFitted() throws {
        let x: [Double] = [1, 2, 3, 4, 5, 6, 7, 8]
        let y: [Double] = [1, 3, 2, 5, 4, 4, 3, 2]
        let design = designWithIntercept([("x", x)])
        #expect(throws: SegmentedModelError.noSuchColumn(0)) {
            try SegmentedRegression(design, response: y, variable: 0)
        }
        #expect(throws: SegmentedModelError.noSuchColumn(5)) {
            try SegmentedRegression(design, response: y, variable: 5)
        }
        #expect(throws: SegmentedModelError.unusableWeight(row: 0, value: -1)) {
            try SegmentedRegression(design, response: y, variable: 1, weights: [-1, 1, 1, 1, 1, 1, 1, 1])
        }
        #expect(throws: SegmentedModelError.unusableResponse(row: 1, value: .infinity)) {
            try SegmentedRegression(design, response: [1, .infinity, 2, 5, 4, 4, 3, 2], variable: 1)
        }
        let steps = designWithIntercept([("x", [1, 1, 1, 2, 2, 2, 3, 3])])
        #expect(throws: SegmentedModelError.tooFewValues(column: "x", values: 3, needed: 4)) {
            try SegmentedRegression(steps, response: y, variable: 1)
        }
        let twice = designWithIntercept([("x", x), ("twice", x.map { 2 * $0 })])
        #expect(throws: SegmentedModelError.dependentColumns(["twice"])) {
            try SegmentedRegression(twice, response: y, variable: 1)
        }
        #expect(throws: SegmentedModelError.emptyRange(lower: 20, upper: 30)) {
            try SegmentedRegression(design, response: y, variable: 1, range: 20...30)
        }
        #expect(throws: SegmentedModelError.perfectFit) {
            try SegmentedRegression(design, response: x.map { 3 * $0 }, variable: 1).fit()
        }
        #expect(throws: SegmentedModelError.unusableCount(0)) {
            try SegmentedRegression(design, response: y, variable: 1).fit(turningPoints: 0)
        }
        #expect(throws: SegmentedModelError.tooFewRows(rows: 8, parameters: 8)) {
            try SegmentedRegression(design, response: y, variable: 1).fit(turningPoints: 3)
        }
    }
}

extension SegmentedRegression {
    /// Whether a number is a value of the variable.
    func containsValue(_ value: Double) -> Bool {
        (0..<design.rowCount).contains { design.matrix[$0, variable] == value }
    }
}
