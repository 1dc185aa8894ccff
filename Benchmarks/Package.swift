// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "HomeostatBenchmarks",
    products: [
        .executable(name: "in-memory-indices", targets: ["in-memory-indices"]),
        .executable(name: "in-memory-regression", targets: ["in-memory-regression"]),
    ],
    dependencies: [.package(name: "Homeostat", path: "..")],
    targets: [
        .executableTarget(
            name: "in-memory-indices", dependencies: [.product(name: "Homeostat", package: "Homeostat")],
            swiftSettings: [.treatAllWarnings(as: .error)]),
        .executableTarget(
            name: "in-memory-regression", dependencies: [.product(name: "Homeostat", package: "Homeostat")],
            swiftSettings: [.treatAllWarnings(as: .error)]),
    ],
    swiftLanguageModes: [.v6]
)
