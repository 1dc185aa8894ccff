import Glibc

/// The Doubles that the C library reads, one for each line. No line may begin with a blank, a word or "0x".
func referenceNumbers(inLines text: [UInt8]) -> [Double] {
    var numbers: [Double] = []
    // The end of the text must stop strtod, too.
    let terminated = text + [0]
    unsafe terminated.withUnsafeBytes { bytes in
        guard let base = unsafe bytes.baseAddress?.assumingMemoryBound(to: CChar.self) else { return }
        var start = 0
        for position in 0..<text.count where text[position] == 0x0A {
            numbers.append(unsafe strtod(base + start, nil))
            start = position + 1
        }
    }
    return numbers
}
