import HomeostatNumerics

typealias D = DualNumber

private func c(_ value: Double) -> D { D(value) }
private func square(_ x: D) -> D { x * x }
private func rational(_ b: [D], _ x: Double, numerator: Int) -> D {
    var (top, bottom) = (c(0), c(0))
    for j in (0..<numerator).reversed() { top = top * c(x) + b[j] }
    for j in (numerator..<b.count).reversed() { bottom = (bottom + b[j]) * c(x) }
    return top / (bottom + c(1))
}
private func twoPeaks(_ b: [D], _ x: Double) -> D {
    b[0] * (-(b[1] * c(x))).exponential() + b[2] * (-(square((c(x) - b[3]) / b[4]))).exponential()
        + b[5] * (-(square((c(x) - b[6]) / b[7]))).exponential()
}
private func decays(_ b: [D], _ x: Double) -> D {
    let first = b[0] * (-(b[1] * c(x))).exponential()
    let second = b[2] * (-(b[3] * c(x))).exponential()
    return first + second + b[4] * (-(b[5] * c(x))).exponential()
}
private func chwirut(_ b: [D], _ x: Double) -> D { (-(b[0] * c(x))).exponential() / (b[1] + b[2] * c(x)) }
private func saturation(_ b: [D], _ x: Double) -> D { b[0] * (c(1) - (-(b[1] * c(x))).exponential()) }
private func wave(_ cosine: D, _ sine: D, _ period: D, _ x: Double) -> D {
    let angle = c(2 * Double.pi * x) / period
    return cosine * angle.cosine() + sine * angle.sine()
}

/// The models of the NIST nonlinear regression sets, as their certificates print them.
let nistModels: [String: @Sendable ([D], [Double]) -> D] = [
    "Bennett5": { b, x in b[0] * (b[1] + c(x[0])).power(c(-1) / b[2]) },
    "BoxBOD": { b, x in saturation(b, x[0]) },
    "Chwirut1": { b, x in chwirut(b, x[0]) },
    "Chwirut2": { b, x in chwirut(b, x[0]) },
    "DanWood": { b, x in b[0] * c(x[0]).power(b[1]) },
    "ENSO": { b, x in
        b[0] + wave(b[1], b[2], c(12), x[0]) + wave(b[4], b[5], b[3], x[0]) + wave(b[7], b[8], b[6], x[0])
    },
    "Eckerle4": { b, x in b[0] / b[1] * (c(-0.5) * square((c(x[0]) - b[2]) / b[1])).exponential() },
    "Gauss1": { b, x in twoPeaks(b, x[0]) },
    "Gauss2": { b, x in twoPeaks(b, x[0]) },
    "Gauss3": { b, x in twoPeaks(b, x[0]) },
    "Hahn1": { b, x in rational(b, x[0], numerator: 4) },
    "Kirby2": { b, x in rational(b, x[0], numerator: 3) },
    "Lanczos1": { b, x in decays(b, x[0]) },
    "Lanczos2": { b, x in decays(b, x[0]) },
    "Lanczos3": { b, x in decays(b, x[0]) },
    "MGH09": { b, x in
        let z = c(x[0])
        return b[0] * (z * z + z * b[1]) / (z * z + z * b[2] + b[3])
    },
    "MGH10": { b, x in b[0] * (b[1] / (c(x[0]) + b[2])).exponential() },
    "MGH17": { b, x in
        b[0] + b[1] * (-(b[3] * c(x[0]))).exponential() + b[2] * (-(b[4] * c(x[0]))).exponential()
    },
    "Misra1a": { b, x in saturation(b, x[0]) },
    "Misra1b": { b, x in b[0] * (c(1) - c(1) / square(c(1) + b[1] * c(x[0] / 2))) },
    "Misra1c": { b, x in b[0] * (c(1) - c(1) / (c(1) + b[1] * c(2 * x[0])).squareRoot()) },
    "Misra1d": { b, x in b[0] * b[1] * c(x[0]) / (c(1) + b[1] * c(x[0])) },
    "Nelson": { b, x in b[0] - b[1] * c(x[0]) * (-(b[2] * c(x[1]))).exponential() },
    "Rat42": { b, x in b[0] / (c(1) + (b[1] - b[2] * c(x[0])).exponential()) },
    "Rat43": { b, x in b[0] / (c(1) + (b[1] - b[2] * c(x[0])).exponential()).power(c(1) / b[3]) },
    "Roszman1": { b, x in b[0] - b[1] * c(x[0]) - (b[2] / (c(x[0]) - b[3])).arcTangent() / c(Double.pi) },
    "Thurber": { b, x in rational(b, x[0], numerator: 4) },
]
