@testable import HomeostatModels

/// The equations of the virtual glucose test, written from its description and integrated by the classical method of
/// Runge and Kutta in steps of 1/100 minute.
struct RungeKuttaReference {
    let model: GlucoseInsulinModel

    init(_ model: GlucoseInsulinModel) { self.model = model }

    /// glucose, insulin action, delayed secretion, excess insulin, excess C-peptide, stomach, gut
    private func derivatives(_ y: SIMD8<Double>) -> SIMD8<Double> {
        let change =
            model.effectiveness * (model.basal.glucose - y[0]) - y[1] * y[0]
            + model.absorption * y[6] / GlucoseInsulinModel.volume
        let floor = -0.8 * GlucoseInsulinModel.insulinClearance * model.basal.insulin
        let secretion = max(floor, y[2]) + model.dynamicSecretion * max(0, change)
        var slope = SIMD8<Double>(repeating: 0)
        slope[0] = change
        slope[1] = GlucoseInsulinModel.action * (model.sensitivity * y[3] - y[1])
        slope[2] = GlucoseInsulinModel.delay * (model.staticSecretion * (y[0] - model.basal.glucose) - y[2])
        slope[3] = secretion - GlucoseInsulinModel.insulinClearance * y[3]
        slope[4] =
            GlucoseInsulinModel.cPeptidePerInsulin * secretion - GlucoseInsulinModel.cPeptideClearance * y[4]
        slope[5] = -model.absorption * y[5]
        slope[6] = model.absorption * (y[5] - y[6])
        return slope
    }

    func samples(at minutes: [Int]) -> [GlucoseInsulinModel.Sample] {
        let h = 0.01
        var y = SIMD8<Double>(repeating: 0)
        y[0] = model.basal.glucose
        y[5] = model.dose / model.weight
        var found: [GlucoseInsulinModel.Sample] = []
        for tick in 0...((minutes.last ?? 0) * 100) {
            if tick % 100 == 0, minutes.contains(tick / 100) {
                found.append(
                    .init(
                        glucose: y[0], insulin: model.basal.insulin + y[3], cPeptide: model.basal.cPeptide + y[4]))
            }
            let first = derivatives(y)
            let second = derivatives(y + 0.5 * h * first)
            let third = derivatives(y + 0.5 * h * second)
            let fourth = derivatives(y + h * third)
            y += h / 6 * (first + 2 * second + 2 * third + fourth)
        }
        return found
    }
}
