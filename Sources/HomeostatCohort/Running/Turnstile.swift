import Synchronization

/// Lets tasks through one after the other, in the order of their numbers.
///
/// Work on blocks is done side by side; what must happen in the order of the file passes through a turnstile.
final class Turnstile: Sendable {
    private struct State {
        var next = 0
        var isBroken = false
        var waiting: [Int: CheckedContinuation<Bool, Never>] = [:]
    }
    private let state = Mutex(State())

    /// Waits until every lower number has passed.
    ///
    /// - Returns: `false` where the turnstile was broken: the task must stop.
    func wait(for number: Int) async -> Bool {
        await withCheckedContinuation { continuation in
            let answer: Bool? = state.withLock { state in
                if state.isBroken { return false }
                if state.next == number { return true }
                state.waiting[number] = continuation
                return nil
            }
            if let answer { continuation.resume(returning: answer) }
        }
    }

    /// Lets the next number through.
    func advance() {
        let released = state.withLock { state in
            state.next += 1
            return state.waiting.removeValue(forKey: state.next)
        }
        released?.resume(returning: true)
    }

    /// Ends all waiting: some task has failed.
    func breakDown() {
        let released = state.withLock { state in
            state.isBroken = true
            let waiting = Array(state.waiting.values)
            state.waiting.removeAll()
            return waiting
        }
        for continuation in released { continuation.resume(returning: false) }
    }
}

/// Bounds how many tasks compute at a time; those that wait for their turn do not count.
final class Permits: Sendable {
    private struct State {
        var free: Int
        var waiting: [CheckedContinuation<Void, Never>] = []
    }
    private let state: Mutex<State>

    init(_ count: Int) {
        state = Mutex(State(free: count))
    }

    func acquire() async {
        await withCheckedContinuation { continuation in
            let isFree = state.withLock { state in
                if state.free > 0 {
                    state.free -= 1
                    return true
                }
                state.waiting.append(continuation)
                return false
            }
            if isFree { continuation.resume() }
        }
    }

    func release() {
        let next = state.withLock { state in
            if state.waiting.isEmpty {
                state.free += 1
                return nil as CheckedContinuation<Void, Never>?
            }
            return state.waiting.removeFirst()
        }
        next?.resume()
    }
}
