import HomeostatCohort
import HomeostatIndices

/// The manual page, in the mdoc language of roff.
struct ManualPage {
    private var lines: [String] = []

    /// - Parameters:
    ///   - command: the program with its verbs.
    ///   - date: as it shall stand at the foot of the page, "November 22, 2026".
    init(_ command: HelpDump.Command, date: String) {
        lines += [".\\\" Made by homeostat-tools manual from the program's own help and tables.", ".Dd \(date)"]
        lines += [".Dt HOMEOSTAT 1", ".Os"]
        section("NAME")
        lines += [".Nm homeostat", ".Nd \(ManualPage.escaped(command.abstract ?? ""))"]
        section("SYNOPSIS")
        for verb in verbs(command) {
            lines += [".Nm", ".Cm \(verb.commandName)"] + ManualPage.synopsis(verb)
        }
        section("DESCRIPTION")
        paragraphs(command.discussion ?? "")
        lines += [
            ".Pp", "Data go to standard output or to the file of", ".Fl o ;", "everything else goes to standard error.",
        ]
        for verb in verbs(command) { describe(verb) }
        addInput()
        table("FLAGS AND CAUSES", intro: "What may stand in the columns flags and reasons, and why rows are rejected:")
        {
            Flag.named.map { ("flag \($0.name)", $0.explanation) }
                + Cause.allCases.map { ("cause \($0.name)", $0.explanation) }
                + RejectedRow.Cause.allCases.map { ("rejected \($0.rawValue)", $0.meaning) }
        }
        addFiles()
        table("EXIT STATUS", intro: "") { ExitStatus.all.map { ("\($0.rawValue)", $0.meaning) } }
        addExamples(command)
        table("DIAGNOSTICS", intro: "Every error and warning has a stable code:") {
            DiagnosticCode.allCases.map { ($0.rawValue, $0.explanation) }
        }
        section("CAVEATS")
        text("Research software: no medical device and no basis for dosing.")
    }

    /// The page.
    var roff: String { lines.joined(separator: "\n") + "\n" }

    private func verbs(_ command: HelpDump.Command) -> [HelpDump.Command] {
        (command.subcommands ?? []).filter { $0.shouldDisplay && $0.commandName != "help" }
    }

    private mutating func section(_ title: String) { lines.append(".Sh \(title)") }

    private mutating func text(_ text: String) { lines.append(ManualPage.escaped(text)) }

    /// Paragraphs, of which examples are kept for their own section.
    private mutating func paragraphs(_ text: String) {
        let parts = text.split(separator: "\n\n").filter { !$0.hasPrefix("Example: ") }
        for (position, part) in parts.enumerated() {
            if position > 0 { lines.append(".Pp") }
            lines.append(ManualPage.escaped(part.split(separator: "\n").joined(separator: " ")))
        }
    }

    private static func synopsis(_ verb: HelpDump.Command) -> [String] {
        var lines: [String] = []
        let shown = (verb.arguments ?? []).filter(\.shouldDisplay)
        for argument in shown where argument.kind == "positional" {
            lines.append(".Ar \(argument.valueName ?? "value")" + (argument.isRepeating ? " ..." : ""))
        }
        if shown.contains(where: { $0.kind != "positional" }) { lines.append(".Op Ar options") }
        return lines
    }

    private mutating func describe(_ verb: HelpDump.Command) {
        lines.append(".Ss homeostat \(verb.commandName)")
        text(verb.abstract ?? "")
        if let discussion = verb.discussion {
            lines.append(".Pp")
            paragraphs(discussion)
        }
        let arguments = (verb.arguments ?? []).filter { argument in
            argument.shouldDisplay && !(argument.names ?? []).contains { ["help", "version"].contains($0.name) }
        }
        guard !arguments.isEmpty else { return }
        lines.append(".Bl -tag -width Ds")
        for argument in arguments {
            let value = argument.valueName ?? "value"
            let names = argument.names ?? []
            switch argument.kind {
            case "positional": lines.append(".It Ar \(value)")
            case "flag": lines.append(".It " + names.map { "Fl \($0.flag)" }.joined(separator: " , "))
            default: lines.append(".It " + names.map { "Fl \($0.flag) Ar \(value)" }.joined(separator: " , "))
            }
            text((argument.abstract ?? "") + (argument.defaultValue.map { " Default: \($0)." } ?? ""))
            if argument.isRepeating { text("May be repeated.") }
        }
        lines.append(".El")
    }

    private mutating func addInput() {
        section("INPUT")
        text(
            "Delimited text in any dialect, plain or gzip; SAS XPT and SAS7BDAT, SPSS SAV, Stata DTA; told by content.")
        text("A column is bound to a quantity by its name, and its unit is never guessed:")
        lines.append(".Bl -tag -width Ds")
        for quantity in Quantity.allCases where !quantity.isParameter && quantity != .variable {
            let units = quantity.units.filter { $0 != .none }.map { "_\($0.rawValue)" }
            lines.append(".It \(quantity.rawValue)")
            text(units.isEmpty ? quantity.title : "\(quantity.title); suffixes \(units.joined(separator: " "))")
        }
        lines.append(".El")
    }

    private mutating func addFiles() {
        section("FILES")
        lines.append(".Bl -tag -width Ds")
        let files = [
            ("FILE.run.json", "beside each FILE of -o: version, arguments, digests, units and factors of the run"),
            ("FILE.PID.part", "the unfinished output; renamed when complete, removed when interrupted"),
        ]
        for (name, meaning) in files {
            lines.append(".It Pa \(name)")
            text(meaning)
        }
        lines.append(".El")
        section("ENVIRONMENT")
        lines += [".Bl -tag -width Ds", ".It Ev TMPDIR"]
        text("where standard input in a binary format is kept while it is read")
        lines.append(".El")
    }

    private mutating func table(_ title: String, intro: String, _ rows: () -> [(String, String)]) {
        section(title)
        if !intro.isEmpty { text(intro) }
        lines.append(".Bl -tag -width Ds")
        for (name, meaning) in rows() {
            lines.append(".It \(name)")
            text(meaning)
        }
        lines.append(".El")
    }

    private mutating func addExamples(_ command: HelpDump.Command) {
        section("EXAMPLES")
        let all = [command] + verbs(command)
        for line in all.flatMap({ ($0.discussion ?? "").split(separator: "\n") }) where line.hasPrefix("Example: ") {
            lines.append(".Dl \(ManualPage.escaped(String(line.dropFirst("Example: ".count))))")
        }
        lines.append(".Pp")
        text("Completions for the shell:")
        lines.append(".Dl homeostat --generate-completion-script bash > homeostat.bash")
    }

    /// A line of roff must not begin with a full stop or an apostrophe; a backslash and a hyphen mean something.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\e"
            case "-": escaped += "\\-"
            case "\n": escaped += " "
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped.hasPrefix(".") || escaped.hasPrefix("'") ? "\\&" + escaped : escaped
    }
}
