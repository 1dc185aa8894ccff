import CLibFuzzer

/// Hands the program over to libFuzzer.
///
/// Its own main would want the callback under a C name; with a main of ours the program needs none.
func runLibFuzzer() -> Int32 {
    var count = CommandLine.argc
    var arguments = unsafe Optional(CommandLine.unsafeArgv)
    return unsafe LLVMFuzzerRunDriver(&count, &arguments) { data, size in
        CohortFuzz.run(unsafe Array(UnsafeBufferPointer(start: data, count: size)))
        return 0
    }
}
