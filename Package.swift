// swift-tools-version: 6.2
import PackageDescription

/// Every Swift target is built with strict memory safety and with warnings as errors.
let strict: [SwiftSetting] = [
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
    .enableExperimentalFeature("Lifetimes"),
]

let package = Package(
    name: "Homeostat",
    products: [
        .library(
            name: "Homeostat",
            targets: [
                "HomeostatNumerics", "HomeostatCohort", "HomeostatIndices", "HomeostatModels", "HomeostatFigures",
            ]),
        .executable(name: "homeostat", targets: ["homeostat"]),
        .executable(name: "homeostat-tools", targets: ["homeostat-tools"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
    ],
    targets: [
        // System libraries: module maps only. Where a library is linked in (HomeostatNumerics, HomeostatCohort), the
        // module map names no library and pkg-config is not asked: both would bring the shared one.
        .systemLibrary(name: "COpenBLAS", providers: [.apt(["libopenblas-dev"])]),
        .systemLibrary(name: "CLAPACKE", providers: [.apt(["liblapacke-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CReadStat", providers: [.apt(["libreadstat-dev"])]),
        .systemLibrary(name: "COpenSSL", providers: [.apt(["libssl-dev"])]),

        // Kernels over plain memory. Results must not depend on the processor: no contraction into fused
        // multiply-add.
        .target(
            name: "CKernels", dependencies: ["CSpecial"], exclude: ["hk_bit_places.py", "hk_power_table.py"],
            cSettings: [.define("NDEBUG", .when(configuration: .release))]),
        .target(name: "CSpecial"),

        .target(
            name: "HomeostatNumerics", dependencies: ["COpenBLAS", "CLAPACKE", "CKernels", "CSpecial"],
            swiftSettings: strict,
            // Linked in, LAPACKE and OpenBLAS start 3 ms faster than the shared libraries, and no other BLAS that the
            // system prefers can take their place. OpenBLAS needs two functions of the Fortran run-time library.
            linkerSettings: [
                .linkedLibrary(":liblapacke.a"), .linkedLibrary(":libopenblas.a"), .linkedLibrary(":libtmglib.a"),
                .linkedLibrary(":libgfortran.so.5"), .linkedLibrary("m"),
            ]),
        .target(
            name: "HomeostatCohort",
            dependencies: ["HomeostatNumerics", "CKernels", "CReadStat", "CZlib", "COpenSSL"], swiftSettings: strict,
            // Only SHA-256 is used: the static library adds kilobytes, the shared one its start-up.
            linkerSettings: [.linkedLibrary(":libcrypto.a")]),
        .target(
            name: "HomeostatIndices", dependencies: ["HomeostatNumerics", "HomeostatCohort"], swiftSettings: strict),
        .target(
            name: "HomeostatModels", dependencies: ["HomeostatNumerics", "HomeostatCohort", "HomeostatIndices"],
            swiftSettings: strict),
        .target(
            name: "HomeostatFigures",
            dependencies: ["HomeostatNumerics", "HomeostatCohort", "HomeostatIndices", "HomeostatModels"],
            swiftSettings: strict),
        .executableTarget(
            name: "homeostat",
            dependencies: [
                "HomeostatNumerics", "HomeostatCohort", "HomeostatIndices", "HomeostatModels", "HomeostatFigures",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ], swiftSettings: strict),
        .executableTarget(
            name: "homeostat-tools",
            dependencies: [
                "HomeostatNumerics", "HomeostatCohort", "HomeostatIndices", "HomeostatModels", "HomeostatFigures",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ], swiftSettings: strict),
        .testTarget(name: "CKernelsTests", dependencies: ["CKernels"], swiftSettings: strict),
        .target(
            name: "HomeostatTestSupport", dependencies: ["HomeostatNumerics"], path: "Tests/HomeostatTestSupport",
            swiftSettings: strict),
        .testTarget(
            name: "HomeostatCohortTests",
            dependencies: ["HomeostatCohort", "HomeostatIndices", "HomeostatTestSupport", "CZlib"],
            resources: [.copy("Foreign/Fixtures")], swiftSettings: strict),
        .testTarget(
            name: "CommandLineTests", dependencies: ["homeostat", "HomeostatTestSupport"], swiftSettings: strict),
        .testTarget(
            name: "HomeostatNumericsTests", dependencies: ["HomeostatNumerics", "HomeostatTestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "HomeostatIndicesTests",
            dependencies: ["HomeostatNumerics", "HomeostatCohort", "HomeostatIndices", "HomeostatTestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "HomeostatModelsTests",
            dependencies: ["HomeostatNumerics", "HomeostatCohort", "HomeostatModels", "HomeostatTestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "HomeostatFiguresTests", dependencies: ["HomeostatFigures", "HomeostatModels"],
            swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)

// HOMEOSTAT_FUZZ=1 adds a target that feeds any bytes to the reader (.ci/fuzz). All Swift and C code is then built for
// libFuzzer and with the address sanitizer, which needs unsafe flags: no package with them can be a dependency.
if Context.environment["HOMEOSTAT_FUZZ"] == "1" {
    let instrumented = ["CKernels", "CSpecial", "HomeostatNumerics", "HomeostatCohort", "HomeostatIndices"]
    for target in package.targets where instrumented.contains(target.name) {
        target.swiftSettings = (target.swiftSettings ?? []) + [.unsafeFlags(["-sanitize=fuzzer,address"])]
        let forC = ["-fsanitize=fuzzer-no-link,address", "-g"]
        target.cSettings = (target.cSettings ?? []) + [.unsafeFlags(forC)]
        target.cxxSettings = (target.cxxSettings ?? []) + [.unsafeFlags(forC)]
    }
    package.products = [.executable(name: "homeostat-fuzz", targets: ["homeostat-fuzz"])]
    package.targets.removeAll { $0.type == .test || $0.name.hasPrefix("homeostat") }
    package.targets += [
        .systemLibrary(name: "CLibFuzzer", path: "Tests/Fuzz/CLibFuzzer"),
        .executableTarget(
            name: "homeostat-fuzz", dependencies: ["CLibFuzzer", "HomeostatCohort", "HomeostatIndices"],
            path: "Tests/Fuzz/CohortFuzz", swiftSettings: strict + [.unsafeFlags(["-sanitize=fuzzer,address"])],
            // The gold linker fails on the debug information of these objects.
            linkerSettings: [.unsafeFlags(["-sanitize=fuzzer,address", "-use-ld=lld"])]),
    ]
}
