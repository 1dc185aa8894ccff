import Foundation
import Testing

/// Where things lie that tests read.
public enum ProjectPaths {
    /// The folder of Package.swift.
    public static let root: String = {
        var folder = URL(fileURLWithPath: #filePath)
        for _ in 0..<3 { folder.deleteLastPathComponent() }
        return folder.path
    }()

    /// A file of Tests/Fixtures.
    public static func fixture(_ name: String) -> String { "\(root)/Tests/Fixtures/\(name)" }

    /// The folder of reference material beside the package, which not everybody has: `HOMEOSTAT_SHARED`, else
    /// `../shared`.
    public static let shared: String? = {
        let named = ProcessInfo.processInfo.environment["HOMEOSTAT_SHARED"]
        let folder =
            named ?? URL(fileURLWithPath: root).deletingLastPathComponent().appendingPathComponent("shared").path
        return FileManager.default.fileExists(atPath: folder + "/CONTRACT.md") ? folder : nil
    }()

    /// A file of the reference material, for tests that carry ``Testing/Trait/needsSharedFolder``.
    public static func shared(_ name: String) throws -> String { try #require(shared) + "/" + name }
}

extension Trait where Self == ConditionTrait {
    /// Skips a test, visibly, where the reference material is not on this machine.
    public static var needsSharedFolder: Self {
        .enabled(
            if: ProjectPaths.shared != nil,
            "the reference material is not at ../shared, nor where HOMEOSTAT_SHARED points")
    }
}
