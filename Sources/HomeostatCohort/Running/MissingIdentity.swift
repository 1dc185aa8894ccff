extension IdentityCheck {
    /// D101: two rows that differ have no identity at all. They are not two rows of one person.
    static func noIdentity(_ names: [String], lines: (Int, Int), place: Diagnostic.Place) -> Diagnostic {
        Diagnostic(
            .emptyText, "lines \(lines.0) and \(lines.1) have no \(names.joined(separator: ", ")) and differ",
            place: place,
            help: ["give every row an identity", "--duplicates keep  takes the rows as they are"])
    }
}
