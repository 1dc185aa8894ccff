import Foundation
import Testing

/// What a run of the command line gave.
public struct CommandOutcome: Sendable {
    public let status: Int32
    public let output: [UInt8]
    public let errorText: String

    public var text: String { String(decoding: output, as: UTF8.self) }

    /// The rows of CSV output, split at each comma, the header among them. For output without quotes.
    public var rows: [[String]] {
        text.split(separator: "\n", omittingEmptySubsequences: true)
            .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    }

    /// The cells of a named column of CSV output, without the header.
    public func column(_ name: String) throws -> [String] {
        let header = try #require(rows.first, "no output; standard error: \(errorText)")
        let position = try #require(header.firstIndex(of: name), "no column \(name) in \(header)")
        return rows.dropFirst().map { $0[position] }
    }
}

/// A run of the built `homeostat` that goes on while the test does something.
public final class CommandRun {
    public let process = Process()
    private let input = Pipe()
    private let output: OutputDrain
    private let errors: OutputDrain

    /// Starts a run.
    ///
    /// - Parameters:
    ///   - output: where standard output goes; a pipe that the outcome holds where it is `nil`.
    ///   - closesInput: whether standard input is empty. Where not, ``send(_:)`` and ``endInput()`` feed it.
    public init(
        _ arguments: [String], output named: FileHandle? = nil, environment: [String: String] = [:],
        directory: String? = nil, closesInput: Bool = true
    ) throws {
        process.executableURL = try CommandRun.executable()
        process.arguments = arguments
        if let directory { process.currentDirectoryURL = URL(fileURLWithPath: directory) }
        var variables = ProcessInfo.processInfo.environment
        variables["SWIFT_BACKTRACE"] = "enable=no"
        variables.merge(environment) { $1 }
        process.environment = variables
        process.standardInput = closesInput ? FileHandle.nullDevice : input
        let outputPipe = Pipe()
        let errorPipe = Pipe()
        process.standardOutput = named ?? outputPipe
        process.standardError = errorPipe
        // A program that runs in the background may ignore interruptions, and its children then do, too. And a test that
        // writes to a program which has ended gets an error, not a signal.
        signal(SIGINT, SIG_DFL)
        signal(SIGPIPE, SIG_IGN)
        try process.run()
        output = OutputDrain(named == nil ? outputPipe.fileHandleForReading : nil)
        errors = OutputDrain(errorPipe.fileHandleForReading)
    }

    /// Feeds standard input.
    public func send(_ bytes: [UInt8]) throws { try input.fileHandleForWriting.write(contentsOf: Data(bytes)) }

    /// Ends standard input.
    public func endInput() throws { try input.fileHandleForWriting.close() }

    /// Waits for the end.
    public func outcome() -> CommandOutcome {
        let written = output.wait()
        let said = errors.wait()
        process.waitUntilExit()
        return CommandOutcome(
            status: process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus,
            output: Array(written), errorText: String(decoding: said, as: UTF8.self))
    }

    /// The most memory that the process has had so far, in bytes, as the kernel counts it.
    public func peakMemory() throws -> Int {
        let status = try String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
        let kilobytes = try #require(line.split(separator: " ").compactMap { Int($0) }.first)
        return kilobytes * 1024
    }

    /// The executable `homeostat` beside the test bundle.
    public static func executable() throws -> URL {
        let bundle = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        let built = bundle.deletingLastPathComponent().appendingPathComponent("homeostat")
        try #require(
            FileManager.default.isExecutableFile(atPath: built.path), "no executable homeostat beside the test bundle")
        return built
    }
}

/// Reads a pipe on a thread of its own, so that the program on its other side never waits.
private final class OutputDrain: @unchecked Sendable {
    private var data = Data()
    private let done = DispatchGroup()

    init(_ handle: FileHandle?) {
        guard let handle else { return }
        done.enter()
        Thread.detachNewThread { [self] in
            data = handle.readDataToEndOfFile()
            done.leave()
        }
    }

    func wait() -> Data {
        done.wait()
        return data
    }
}

/// Runs the built `homeostat` to its end.
public func runHomeostat(
    _ arguments: [String], stdin: [UInt8]? = nil, environment: [String: String] = [:], directory: String? = nil
) throws -> CommandOutcome {
    let run = try CommandRun(
        arguments, environment: environment, directory: directory, closesInput: stdin == nil)
    if let stdin {
        try run.send(stdin)
        try run.endInput()
    }
    return run.outcome()
}
