import CKernels

/// Which instructions of the processor the kernels use. The results are the same at every level.
public enum ProcessorLevel {
    /// For text: 0 baseline, 1 AVX2 with BMI, 2 AVX-512 with VBMI2 and IFMA.
    public static var text: Int { Int(hk_level()) }

    /// For elementary functions: 0 baseline, 1 AVX2, 2 AVX-512.
    public static var mathematics: Int { Int(hk_math_level()) }

    /// The name of a level.
    public static func name(_ level: Int) -> String {
        switch level {
        case 0: "baseline"
        case 1: "AVX2"
        default: "AVX-512"
        }
    }

    /// The logarithms of values at a given level, for comparisons between levels.
    ///
    /// - Returns: `nil` where the processor lacks the level.
    public static func logarithms(of values: [Double], level: Int) -> [Double]? {
        var result = values
        let isDone = unsafe hk_math_at_level(
            Int32(level), Int32(bitPattern: HK_LOG.rawValue), values, 0, &result, values.count)
        return isDone == 1 ? result : nil
    }

    /// The exponentials of values at a given level, for comparisons between levels.
    ///
    /// - Returns: `nil` where the processor lacks the level.
    public static func exponentials(of values: [Double], level: Int) -> [Double]? {
        var result = values
        let isDone = unsafe hk_math_at_level(
            Int32(level), Int32(bitPattern: HK_EXP.rawValue), values, 0, &result, values.count)
        return isDone == 1 ? result : nil
    }
}
