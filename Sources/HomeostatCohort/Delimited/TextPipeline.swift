import Synchronization

/// What one task does with the blocks that it takes: it owns the memory, which is used again for the next block.
protocol TextBlockWorker: Sendable {
    /// The bytes of the block that is worked on.
    var bytes: [UInt8] { get set }
    /// Works on one block, side by side with others.
    mutating func process(_ block: TextBlock) throws(Diagnostic)
    /// Called in the order of the file, once `process` has returned, one block at a time.
    mutating func inOrder() throws(Diagnostic)
    /// Works on the block once its place in the order is settled, side by side with others.
    mutating func afterOrder() throws(Diagnostic)
    /// Called in the order of the file once `afterOrder` has returned: writes what was made.
    mutating func commit() throws(Diagnostic)
    /// Whether ``inOrder()`` has anything to do; where not, blocks do not wait for it.
    var needsOrder: Bool { get }
}

/// Runs workers over a text file on several threads, with results in the order of the file.
enum TextPipeline {
    /// - Parameters:
    ///   - threads: how many blocks are worked on at a time. The results do not depend on it.
    ///   - makeWorker: called once for each task.
    static func run<Worker: TextBlockWorker>(
        _ reader: TextBlockReader, threads: Int,
        makeWorker: @escaping @Sendable () -> Worker
    ) async throws(Diagnostic) {
        let source = SharedReader(reader)
        let ordering = Turnstile()
        let committing = Turnstile()
        let permits = Permits(threads)
        // A task that waits for its turn keeps no processor busy: one more takes its place.
        let tasks = threads == 1 ? 1 : threads + 2
        let failure = await withTaskGroup(of: Diagnostic?.self) { group in
            for _ in 0..<tasks {
                group.addTask {
                    do throws(Diagnostic) {
                        try await work(source, ordering, committing, permits, makeWorker())
                        return nil
                    } catch {
                        ordering.breakDown()
                        committing.breakDown()
                        return error
                    }
                }
            }
            var first: Diagnostic?
            for await result in group where first == nil { first = result }
            return first
        }
        if let failure { throw failure }
    }

    private static func work<Worker: TextBlockWorker>(
        _ source: SharedReader, _ ordering: Turnstile, _ committing: Turnstile, _ permits: Permits,
        _ initial: Worker
    ) async throws(Diagnostic) {
        var worker = initial
        await permits.acquire()
        defer { permits.release() }
        while true {
            // The memory goes into the lock and comes back, so that nothing is copied.
            var bytes: [UInt8] = []
            swap(&bytes, &worker.bytes)
            let taken = source.state.withLock { reader in
                Result { () throws(Diagnostic) in try reader.next(into: &bytes) }
            }
            swap(&bytes, &worker.bytes)
            guard let block = try taken.get() else { return }
            try worker.process(block)
            if worker.needsOrder {
                guard await waited(ordering, block.sequence, permits) else { return }
                try worker.inOrder()
                ordering.advance()
            }
            try worker.afterOrder()
            guard await waited(committing, block.sequence, permits) else { return }
            try worker.commit()
            committing.advance()
        }
    }

    private static func waited(_ turnstile: Turnstile, _ number: Int, _ permits: Permits) async -> Bool {
        permits.release()
        let answer = await turnstile.wait(for: number)
        await permits.acquire()
        return answer
    }
}

/// The reader, which one task uses at a time.
private final class SharedReader: Sendable {
    let state: Mutex<TextBlockReader>

    init(_ reader: TextBlockReader) {
        state = Mutex(reader)
    }
}
