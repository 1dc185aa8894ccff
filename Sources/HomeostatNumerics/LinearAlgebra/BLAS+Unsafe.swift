import CKernels
import COpenBLAS

/// The basic linear algebra subprograms that this process uses, and the little of them that is called directly.
///
/// Debian keeps several libraries that define the same symbols; which one answers is decided when a program starts.
/// ``library`` says which one it was.
public enum BLAS {
    /// How OpenBLAS names itself: version, build options, processor core, most threads.
    public static var configuration: String {
        guard let text = unsafe openblas_get_config() else { return "unknown" }
        return unsafe String(cString: text)
    }

    /// The processor core whose kernels OpenBLAS chose: "SkylakeX", "Zen".
    public static var coreName: String {
        guard let text = unsafe openblas_get_corename() else { return "unknown" }
        return unsafe String(cString: text)
    }

    /// The number of threads that one call may use.
    public static var threads: Int { Int(openblas_get_num_threads()) }

    /// Keeps every call on the thread that makes it: work is shared out over blocks of rows, and a sum that depended on
    /// the number of threads would not give the same bits everywhere.
    public static func useOneThread() { openblas_set_num_threads(1) }

    /// The file that the matrix product comes from: a shared library, or the program itself where it is linked in.
    public static var library: String {
        typealias Product =
            @convention(c) (
                CBLAS_ORDER, CBLAS_TRANSPOSE, CBLAS_TRANSPOSE, Int32, Int32, Int32, Double, UnsafePointer<Double>?,
                Int32,
                UnsafePointer<Double>?, Int32, Double, UnsafeMutablePointer<Double>?, Int32
            ) -> Void
        let product: Product = unsafe cblas_dgemm
        return unsafe file(of: unsafeBitCast(product, to: UnsafeRawPointer.self))
    }

    /// The file that OpenBLAS names itself from. Where it is not ``library``, another BLAS answers the calls.
    public static var configuredLibrary: String {
        typealias Configuration = @convention(c) () -> UnsafeMutablePointer<CChar>?
        let configuration: Configuration = unsafe openblas_get_config
        return unsafe file(of: unsafeBitCast(configuration, to: UnsafeRawPointer.self))
    }

    /// Whether OpenBLAS is part of the program, so that the system's choice of a BLAS does not matter.
    public static var isLinkedIn: Bool {
        typealias Level = @convention(c) () -> Int32
        let level: Level = hk_level
        return unsafe library == file(of: unsafeBitCast(level, to: UnsafeRawPointer.self))
    }

    private static func file(of address: UnsafeRawPointer) -> String {
        guard let name = unsafe hk_library_of(address) else { return "unknown" }
        return unsafe String(cString: name)
    }

    /// The product of two matrices.
    ///
    /// - Parameters:
    ///   - a: `rows` x `inner`, column by column.
    ///   - b: `inner` x `columns`, column by column.
    /// - Returns: `rows` x `columns`, column by column.
    /// - Precondition: the arrays have as many elements as their shapes say, and no extent is zero or beyond 32 bits.
    public static func product(
        _ a: [Double], _ b: [Double], rows: Int, inner: Int, columns: Int
    ) -> [Double] {
        precondition(rows > 0 && inner > 0 && columns > 0)
        precondition(a.count == rows * inner && b.count == inner * columns)
        var c = [Double](repeating: 0, count: rows * columns)
        unsafe cblas_dgemm(
            CblasColMajor, CblasNoTrans, CblasNoTrans, Int32(rows), Int32(columns), Int32(inner), 1, a, Int32(rows), b,
            Int32(inner), 0, &c, Int32(rows))
        return c
    }
}
