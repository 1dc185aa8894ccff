import HomeostatModels
import HomeostatNumerics
import HomeostatTestSupport
import Testing

@Suite struct SeparationTests {
    private func separation(
        _ design: DesignMatrix, _ response: [Double], _ family: ResponseFamily = .logistic, weights: [Double]? = nil
    ) throws -> Separation? {
        do throws(GeneralisedModelError) {
            _ = try GeneralisedLinearModel(design, response: response, family: family, weights: weights).fit()
            return nil
        } catch {
            guard case .separation(let found) = error else { throw error }
            return found
        }
    }

    @Test func completeSeparationNamesItsColumns() throws {
        let x: [Double] = [1, 2, 3, 4, 5, 6, 7, 8]
        let noise: [Double] = [3, 1, 4, 1, 5, 9, 2, 6]
        let found = try #require(
            try separation(designWithIntercept([("x", x), ("noise", noise)]), x.map { $0 > 4.5 ? 1 : 0 }))
        #expect(found.kind == .complete)
        #expect(found.separatedRows == Array(0..<8))
        #expect(found.columnNames.contains("x"))
        // The direction does separate.
        for row in 0..<8 {
            var value = 0.0
            for (name, share) in zip(found.columnNames, found.direction) {
                value += share * (name == "x" ? x[row] : name == "noise" ? noise[row] : 1)
            }
            #expect(row > 3 ? value > 0 : value < 0)
        }
    }

    /// A group in which everybody has the outcome: only its own indicator runs away.
    @Test func quasiCompleteSeparationNamesTheGroup() throws {
        let group: [Double] = [0, 0, 0, 0, 0, 0, 1, 1, 1, 1]
        let x: [Double] = [1, 5, 2, 6, 3, 7, 1, 4, 2, 8]
        let y: [Double] = [0, 1, 1, 0, 0, 1, 1, 1, 1, 1]
        let found = try #require(try separation(designWithIntercept([("x", x), ("group", group)]), y))
        #expect(found.kind == .quasiComplete)
        #expect(found.columnNames == ["group"])
        #expect(found.direction == [1])
        #expect(found.separatedRows == [6, 7, 8, 9])
    }

    /// A boundary at x = 3 that one row of each response touches.
    @Test func rowsOnTheBoundaryMakeItQuasiComplete() throws {
        let x: [Double] = [1, 2, 3, 3, 4, 5]
        let found = try #require(try separation(designWithIntercept([("x", x)]), [0, 0, 0, 1, 1, 1]))
        #expect(found.kind == .quasiComplete)
        #expect(found.separatedRows == [0, 1, 4, 5])
        #expect(found.columnNames == ["(Intercept)", "x"])
        #expect(abs(found.direction[0] / found.direction[1] + 3) < 1e-9)
    }

    @Test func constantResponseIsSeparatedByTheIntercept() throws {
        let design = designWithIntercept([("x", [1, 2, 3, 4, 5, 6])])
        let found = try #require(try separation(design, [1, 1, 1, 1, 1, 1]))
        #expect(found.kind == .complete)
        #expect(found.columnNames.contains("(Intercept)"))
        let none = try #require(try separation(design, [0, 0, 0, 0, 0, 0], .poisson))
        #expect(none.kind == .complete)
    }

    @Test(arguments: [ResponseFamily.poisson, .modifiedPoisson])
    func aGroupWithoutEventsSeparatesCounts(_ family: ResponseFamily) throws {
        let group: [Double] = [0, 0, 0, 0, 1, 1, 1]
        let x: [Double] = [1, 4, 2, 3, 2, 5, 1]
        let found = try #require(
            try separation(designWithIntercept([("x", x), ("group", group)]), [1, 0, 1, 1, 0, 0, 0], family))
        #expect(found.kind == .quasiComplete)
        #expect(found.columnNames == ["group"])
        #expect(found.direction == [-1])
        #expect(found.separatedRows == [4, 5, 6])
    }

    /// Rows of weight 0 neither hide a separation nor take part in one.
    @Test func weightsOfZeroAreLeftOut() throws {
        let x: [Double] = [1, 2, 3, 4, 5, 6, 7, 8]
        let y: [Double] = [0, 0, 0, 1, 0, 1, 1, 1]
        let design = designWithIntercept([("x", x)])
        #expect(try separation(design, y) == nil)
        let weights: [Double] = [1, 1, 1, 0, 1, 1, 1, 1]
        let found = try #require(try separation(design, y, weights: weights))
        #expect(found.kind == .complete)
        #expect(!found.separatedRows.contains(3))
    }

    /// Every way to label seven points: separated exactly where the labels have no overlap on the line, which can be
    /// seen from the sorted points.
    @Test func agreesWithTheLineInAllLabellings() throws {
        let x: [Double] = [0.1, 0.4, 0.4, 1.7, 2.2, 2.2, 3.9]
        let design = designWithIntercept([("x", x)])
        for labels in 0..<128 {
            let y = (0..<7).map { Double(labels >> $0 & 1) }
            let zeros = zip(x, y).filter { $0.1 == 0 }.map(\.0)
            let ones = zip(x, y).filter { $0.1 == 1 }.map(\.0)
            var expected: Separation.Kind? = .complete
            if let lowZero = zeros.min(), let highZero = zeros.max(), let lowOne = ones.min(), let highOne = ones.max()
            {
                if highZero < lowOne || highOne < lowZero {
                    expected = .complete
                } else if highZero == lowOne || highOne == lowZero {
                    expected = .quasiComplete
                } else {
                    expected = nil
                }
            }
            #expect(try separation(design, y)?.kind == expected, "labels \(y)")
        }
    }

    /// Nearly separated data have a maximum, if a far one.
    @Test func aSingleOverlapIsNoSeparation() throws {
        let x = (0..<200).map { Double($0) / 10 }
        var y = x.map { $0 > 10 ? 1.0 : 0 }
        y[99] = 1
        y[102] = 0
        #expect(try separation(designWithIntercept([("x", x)]), y) == nil)
    }
}
