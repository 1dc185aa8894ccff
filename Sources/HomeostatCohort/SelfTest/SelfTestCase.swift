/// One certified case, run on this machine.
public struct SelfTestCase: Sendable, Hashable {
    /// What the case is about: "reading numbers".
    public let group: String
    /// Which case of the group it is.
    public let name: String
    /// Whether the result was the certified one.
    public let passed: Bool
    /// What came out, and what should have where it differs.
    public let detail: String

    /// The outcome of a case that was run.
    public init(_ group: String, _ name: String, passed: Bool, _ detail: String = "") {
        self.group = group
        self.name = name
        self.passed = passed
        self.detail = detail
    }
}

extension SelfTestCase {
    /// One row for each group, with what failed in it; or one row for each case.
    public static func table(_ cases: [SelfTestCase], each: Bool) -> ReportTable {
        if each {
            var table = ReportTable(
                [
                    .init("group", isShown: false), .init("case", wraps: true), .init("passed", title: " "),
                    .init("detail", wraps: true),
                ], groupedBy: "group")
            for item in cases {
                table.append(
                    [.text(item.group), .text(item.name), .truth(item.passed), .text(item.detail)],
                    shown: ["passed": item.passed ? "ok" : "FAILED"])
            }
            return table
        }
        var table = ReportTable([
            .init("group", wraps: true), .init("cases"), .init("passed"), .init("detail", wraps: true),
        ])
        var groups: [String] = []
        for item in cases where !groups.contains(item.group) { groups.append(item.group) }
        for group in groups {
            let members = cases.filter { $0.group == group }
            let failed = members.filter { !$0.passed }
            let details = failed.isEmpty ? [] : failed.map { "FAILED \($0.name): \($0.detail)" }
            let only = members.count == 1 ? members[0].detail : ""
            table.append([
                .text(group), .integer(members.count), .integer(members.count - failed.count),
                .text(details.isEmpty ? only : details.joined(separator: "; ")),
            ])
        }
        return table
    }
}
