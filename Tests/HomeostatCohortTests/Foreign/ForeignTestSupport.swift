import Foundation
import HomeostatCohort
import Testing

/// All rows of a file, put together from its blocks.
struct ForeignTable: Equatable {
    var numbers: [Int: [Double?]] = [:]
    var texts: [Int: [String]] = [:]
    var tags: [Int: [UInt8]] = [:]
    var validity: [Int: [UInt8]] = [:]
    var rows = 0
    var blocks: [Int] = []
}

func fixture(_ name: String) -> String {
    Bundle.module.resourceURL?.appendingPathComponent("Fixtures/\(name)").path ?? name
}

func bytes(of name: String) throws -> [UInt8] {
    try Array(Data(contentsOf: URL(fileURLWithPath: fixture(name))))
}

/// Calls `body` with the path of a file of these bytes, and removes it.
func withFile<Result>(_ bytes: [UInt8], _ body: (String) throws -> Result) throws -> Result {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("homeostat-\(UUID().uuidString)")
    try Data(bytes).write(to: url)
    defer { try? FileManager.default.removeItem(at: url) }
    return try body(url.path)
}

/// Reads the variables wanted (all if nil) and checks what every block promises.
func readTable(
    _ path: String, _ format: ForeignFormat, variables: [Int]? = nil, rowsPerBlock: Int = 100
) throws -> ForeignTable {
    let wanted = try variables ?? Array(ForeignReader.readVariables(path: path, format: format).variables.indices)
    var table = ForeignTable()
    let count = try ForeignReader.readRows(
        path: path, format: format, variables: wanted, rowsPerBlock: rowsPerBlock
    ) { block in
        #expect(block.firstRow == table.rows)
        #expect(block.rowCount >= 1 && block.rowCount <= rowsPerBlock)
        #expect(block.columns.count == wanted.count)
        #expect(table.blocks.allSatisfy { $0 == rowsPerBlock }, "only the last block may be shorter")
        for (place, column) in block.columns.enumerated() {
            switch column {
            case .numbers(let numbers):
                #expect(numbers.values.count == block.rowCount && numbers.validity.count == block.rowCount)
                #expect(numbers.tags.isEmpty || numbers.tags.count == block.rowCount)
                let tags = numbers.tags.isEmpty ? [UInt8](repeating: 0, count: block.rowCount) : numbers.tags
                table.numbers[place, default: []] += (0..<block.rowCount).map { numbers[$0] }
                table.validity[place, default: []] += numbers.validity
                table.tags[place, default: []] += tags
            case .text(let text):
                #expect(text.count == block.rowCount)
                table.texts[place, default: []] += text
            }
        }
        table.rows += block.rowCount
        table.blocks.append(block.rowCount)
        return true
    }
    #expect(count == table.rows)
    return table
}

/// The reason of the error that reading all of a file ends in, nil if it is read.
func failure(_ path: String, _ format: ForeignFormat) -> ForeignReadError.Reason? {
    do {
        _ = try readTable(path, format)
        return nil
    } catch let error as ForeignReadError {
        return error.reason
    } catch {
        Issue.record("unexpected \(error)")
        return .unexpected
    }
}
