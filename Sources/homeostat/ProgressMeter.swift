import HomeostatCohort
import Synchronization

/// The number of rows read so far, on a terminal, once work takes longer than two seconds.
final class ProgressMeter: Sendable {
    private let start = ContinuousClock.now
    private let isShown = Mutex(false)

    func show(_ rows: Int) {
        guard StandardError.isTerminal, ContinuousClock.now - start > .seconds(2) else { return }
        isShown.withLock { $0 = true }
        StandardError.write("\r\(rows) rows read")
    }

    /// Takes the line away.
    func clear() {
        if isShown.withLock({ $0 }) { StandardError.write("\r\u{1B}[K") }
    }
}
