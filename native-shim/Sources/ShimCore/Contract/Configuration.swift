import Foundation

/// Where an answered call goes on (ios-shim.md, The hand-over link).
public enum HandOff: String, Codable, Sendable {
    /// The shim shows the web app itself.
    case webView
    /// Safari shows one Join button.
    case browser
}

/// What is fixed when the app is built.
public struct Configuration: Codable, Equatable, Sendable {
    /// `https://calls.example.com`, without a path: the one server whose pushes, pages and messages count.
    public let origin: String
    public let handOff: HandOff

    public init(origin: String, handOff: HandOff) {
        self.origin = origin
        self.handOff = handOff
    }
}

/// Which of Apple's frameworks rings (ios-shim.md, China).
public enum ReporterKind: String, Codable, Sendable {
    case callKit
    case liveCommunicationKit
}

/// What is kept in a file without data protection, so that it can be read at once, before the first unlock too. No
/// secret and no name ever stands in it.
public struct Memory: Codable, Equatable, Sendable {
    /// Chosen at an earlier launch by the App Store's storefront; nil: not learnt yet.
    public var reporter: ReporterKind?
    /// How far this device's clock is ahead of the server's, milliseconds; nil: not learnt yet.
    public var clockAhead: Int64?
    /// Missed calls that were not seen, for the badge.
    public var missed: Int

    public init(reporter: ReporterKind? = nil, clockAhead: Int64? = nil, missed: Int = 0) {
        self.reporter = reporter
        self.clockAhead = clockAhead
        self.missed = missed
    }
}
