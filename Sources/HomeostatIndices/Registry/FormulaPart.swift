import HomeostatCohort
import HomeostatNumerics

/// What several formulas have in common and a block of rows computes once: the logarithm of an input, or a whole index.
///
/// A formula takes its parts behind its inputs, in the order of ``Index/parts``.
public struct FormulaPart: Sendable {
    /// What tells parts apart: the id of an index, or "ln hdl [mg/dL]".
    let id: String
    /// The inputs, in the order in which ``formula`` takes them.
    let inputs: [IndexInput]
    /// Parts of this part.
    let parts: [FormulaPart]
    /// How it is computed.
    let formula: Formula

    /// The value of another index, as its formula gives it, before its domain is looked at: the index that uses it must
    /// have the same inputs with the same domains.
    static func index(_ index: Index) -> FormulaPart {
        FormulaPart(id: index.id, inputs: index.inputs, parts: index.parts, formula: index.formula)
    }

    /// The natural logarithm of an input.
    static func naturalLogarithm(_ quantity: Quantity, _ unit: Unit) -> FormulaPart {
        FormulaPart(
            id: "ln \(quantity) [\(unit)]", inputs: [IndexInput(quantity, unit)], parts: [],
            formula: .of(.naturalLogarithm))
    }
}
