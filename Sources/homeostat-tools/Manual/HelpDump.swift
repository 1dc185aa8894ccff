/// What `homeostat --experimental-dump-help` prints, as far as the manual takes it.
struct HelpDump: Decodable {
    let command: Command

    /// A verb, or the program itself.
    struct Command: Decodable {
        let commandName: String
        let abstract: String?
        let discussion: String?
        let shouldDisplay: Bool
        let arguments: [Argument]?
        let subcommands: [Command]?
    }

    /// An argument, an option or a flag.
    struct Argument: Decodable {
        let kind: String
        let abstract: String?
        let discussion: String?
        let names: [Name]?
        let valueName: String?
        let isOptional: Bool
        let isRepeating: Bool
        let shouldDisplay: Bool
        let defaultValue: String?
        let sectionTitle: String?
    }

    /// `-o` or `--output`.
    struct Name: Decodable {
        let kind: String
        let name: String

        /// With its hyphens, left to roff.
        var flag: String { kind == "long" ? "-\(name)" : name }
    }
}
