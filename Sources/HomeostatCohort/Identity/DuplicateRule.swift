/// Which of several rows with one identity counts, where they differ.
///
/// Rows that are equal in every field count once under every rule but ``keep``.
public enum DuplicateRule: String, Sendable, CaseIterable {
    /// They are an error, which names both lines.
    case error
    case first
    /// The last row counts, at its own place in the file.
    case last
    /// The mean of each number over the distinct rows, at the place of the first; text from the first row.
    ///
    /// A missing cell is left out of the mean. A cell that is absent for another reason (censored, not a number, not
    /// possible) makes the mean unknown, with that cause: leaving out what lies below a limit of detection would raise
    /// it. Codes, such as sex, must agree where they are given; otherwise the cell is absent, cause `contradictory`.
    /// What is a mean of two or more cells has the flag `averaged`.
    case mean
    /// All of them: nothing is checked.
    case keep
}
