/// Computes pieces of a job on several threads and returns the results in the order of the pieces.
///
/// What a piece is must not depend on the number of threads: then neither do the results, whatever is made of them in
/// order.
///
/// - Parameters:
///   - count: the number of pieces.
///   - threads: how many are worked on at a time, at least one.
///   - piece: computes one piece, given its number.
func inOrder<Result: Sendable>(
    _ count: Int, threads: Int, _ piece: @escaping @Sendable (Int) -> Result
) async -> [Result] {
    guard threads > 1 && count > 1 else { return (0..<count).map(piece) }
    return await withTaskGroup(of: (Int, Result).self) { group in
        var results = [Result?](repeating: nil, count: count)
        var next = 0
        while next < min(threads, count) {
            let number = next
            group.addTask { (number, piece(number)) }
            next += 1
        }
        while let (number, result) = await group.next() {
            results[number] = result
            guard next < count else { continue }
            let following = next
            group.addTask { (following, piece(following)) }
            next += 1
        }
        return results.compactMap { $0 }
    }
}
