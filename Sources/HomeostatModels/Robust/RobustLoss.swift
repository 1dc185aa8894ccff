#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// How an M-estimator counts a residual: the derivative psi of the loss, as a function of the residual over its scale.
///
/// Sources: P. J. Huber, Annals of Mathematical Statistics 35 (1964) 73-101, doi:10.1214/aoms/1177703732; A. E. Beaton
/// and J. W. Tukey, Technometrics 16 (1974) 147-185, doi:10.1080/00401706.1974.10489171; F. R. Hampel, Journal of the
/// American Statistical Association 69 (1974) 383-393, doi:10.1080/01621459.1974.10482962.
public enum RobustLoss: Sendable, Hashable {
    /// psi(u) = u up to k, then k: large residuals count, but no more than k scales. One minimum only.
    case huber(k: Double)
    /// Tukey's biweight, psi(u) = u (1 - (u/c)^2)^2 up to c, then 0: residuals beyond c scales do not count at all.
    case bisquare(c: Double)
    /// Three parts: psi rises to a, stays until b, falls to 0 at c.
    case hampel(a: Double, b: Double, c: Double)

    /// Huber's loss with 95 % efficiency at the normal distribution.
    public static let huber = RobustLoss.huber(k: 1.345)
    /// Tukey's biweight with 95 % efficiency at the normal distribution.
    public static let bisquare = RobustLoss.bisquare(c: 4.685)
    /// Hampel's loss with corners at 2, 4 and 8.
    public static let hampel = RobustLoss.hampel(a: 2, b: 4, c: 8)

    /// psi(u)/u, the weight in iteratively reweighted least squares; 1 at 0.
    public func weight(_ u: Double) -> Double {
        let size = u.magnitude
        switch self {
        case .huber(let k): return size <= k ? 1 : k / size
        case .bisquare(let c):
            let t = u / c
            let rest = 1 - t * t
            return size < c ? rest * rest : 0
        case .hampel(let a, let b, let c):
            if size <= a { return 1 }
            if size <= b { return a / size }
            return size < c ? a * (c - size) / (c - b) / size : 0
        }
    }

    /// psi(u).
    public func psi(_ u: Double) -> Double { u * weight(u) }

    /// The derivative of psi.
    public func derivative(_ u: Double) -> Double {
        let size = u.magnitude
        switch self {
        case .huber(let k): return size <= k ? 1 : 0
        case .bisquare(let c):
            let t = (u / c) * (u / c)
            return t < 1 ? (1 - t) * (1 - 5 * t) : 0
        case .hampel(let a, let b, let c):
            if size <= a { return 1 }
            if size <= b { return 0 }
            return size <= c ? -a / (c - b) : 0
        }
    }

    /// Writes the weights of residuals that are in units of `scale`.
    func weights(_ residuals: [Double], scale: Double, into weights: inout [Double]) {
        switch self {
        // The two common ones without a decision per row that the processor could guess wrong.
        case .huber(let k):
            let bound = k * scale
            for row in residuals.indices { weights[row] = bound / max(bound, residuals[row].magnitude) }
        case .bisquare(let c):
            let reach = c * scale
            for row in residuals.indices {
                let t = residuals[row] / reach
                let rest = max(0, 1 - t * t)
                weights[row] = rest * rest
            }
        case .hampel:
            for row in residuals.indices { weights[row] = weight(residuals[row] / scale) }
        }
    }
}
