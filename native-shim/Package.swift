// swift-tools-version: 6.0
import PackageDescription

/// The shim without Apple's frameworks: every decision, and a command line on top of it. The app itself is built by
/// Xcode from `project.yml`.
let package = Package(
    name: "RingwayShim",
    platforms: [.iOS("17.4"), .macOS(.v14)],
    products: [
        .library(name: "ShimCore", targets: ["ShimCore"]),
        .executable(name: "shim-cli", targets: ["shim-cli"]),
    ],
    targets: [
        .target(name: "ShimCore"),
        .executableTarget(name: "shim-cli", dependencies: ["ShimCore"]),
        .testTarget(name: "ShimCoreTests", dependencies: ["ShimCore"]),
    ],
    swiftLanguageModes: [.v6]
)
