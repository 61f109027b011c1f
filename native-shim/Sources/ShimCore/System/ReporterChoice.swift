/// Which framework rings (ios-shim.md, China): CallKit must not be active in the App Store of mainland China.
enum ReporterChoice {
    /// For this launch, at once: as the storefront said at an earlier launch, else by the device's region.
    static func atLaunch(memory: Memory, region: String?) -> ReporterKind {
        memory.reporter ?? (region == "CN" ? .liveCommunicationKit : .callKit)
    }

    /// For the next launch, by the App Store's storefront (ISO 3166-1, three letters).
    static func forStorefront(_ country: String) -> ReporterKind {
        country == "CHN" ? .liveCommunicationKit : .callKit
    }
}
