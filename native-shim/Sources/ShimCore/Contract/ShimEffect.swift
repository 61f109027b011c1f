import Foundation

/// A call as the system is to show it.
public struct IncomingReport: Codable, Equatable, Sendable {
    public let call: UUID
    /// What a call back dials: the caller's whole address.
    public let handle: String
    public let name: String
    /// Always true: without it an answer on the lock screen never brings the app to the front (ios-shim.md).
    public let hasVideo: Bool

    public init(call: UUID, handle: String, name: String, hasVideo: Bool) {
        self.call = call
        self.handle = handle
        self.name = name
        self.hasVideo = hasVideo
    }
}

/// Why a call that the system shows ends, in the words of `CXCallEndedReason`.
public enum EndReason: String, Codable, Sendable {
    case failed
    case remoteEnded
    case unanswered
    case answeredElsewhere
    case declinedElsewhere
}

/// A request to the configured origin.
public struct ShimRequest: Codable, Equatable, Sendable {
    public let id: Int
    public let method: String
    public let url: String
    public let headers: [String: String]
    public let body: Data?
    /// After so many milliseconds it is given up as `requestFailed`.
    public let timeout: Int

    public init(
        id: Int, method: String, url: String, headers: [String: String], body: Data?, timeout: Int
    ) {
        self.id = id
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeout = timeout
    }
}

/// A call as it was, for the system's suggestions and "call back".
public struct CallRecord: Codable, Equatable, Sendable {
    public enum Direction: String, Codable, Sendable {
        case incoming
        case outgoing
    }

    public let handle: String
    public let name: String
    public let direction: Direction
    public let video: Bool
    /// When media began to flow; nil: it never did.
    public let connected: Instant?
    public let ended: Instant

    public init(
        handle: String, name: String, direction: Direction, video: Bool, connected: Instant?, ended: Instant
    ) {
        self.handle = handle
        self.name = name
        self.direction = direction
        self.video = video
        self.connected = connected
        self.ended = ended
    }
}

/// A line for the log: fixed words and a few facts, never a token, a ticket, a name or an address.
public struct LogLine: Codable, Equatable, Sendable {
    public enum Level: String, Codable, Sendable {
        case info
        case warning
        case error
    }

    public let level: Level
    public let text: String

    public init(_ level: Level, _ text: String) {
        self.level = level
        self.text = text
    }
}

/// Everything that the shim does. The app carries the effects of one event out in their order, in the same turn of the run
/// loop; `shim-cli` writes one a line, in the form of `ShimEvent`.
public enum ShimEffect: Codable, Equatable, Sendable {
    /// Which framework rings in this launch; the first effect of `launched`, once.
    case useReporter(ReporterKind)
    /// Shows a call; answered by `reported`.
    case reportIncoming(IncomingReport)
    /// Calls PushKit's completion handler; once for each push.
    case completePush(push: String)
    /// Ends a call that the system shows; answered by `callEnded`. `listed`: whether the system's Recents keep it.
    case endCall(call: UUID, reason: EndReason, listed: Bool)
    case fulfilAnswer(call: UUID)
    case fulfilEnd(call: UUID)
    /// Answered by `responded` or `requestFailed`.
    case request(ShimRequest)
    case beginBackgroundTask(task: Int)
    case endBackgroundTask(task: Int)
    /// Loads an address in the web view.
    case openPage(url: String)
    /// Shows the app's own page that says that the server cannot be reached, instead of the web app.
    case showUnreachable
    /// Opens Safari.
    case openBrowser(url: String)
    /// Calls `window.ringwayShim.receive(message)` in the page; the message is JSON.
    case tellPage(message: String)
    case setBadge(count: Int)
    /// Writes the file that the next `launched` brings.
    case remember(memory: Data)
    /// Wants `timePassed` then; nil: not any more. A later one replaces an earlier one.
    case wake(at: Instant?)
    /// Tells the system of a call that was, with its true times.
    case donate(CallRecord)
    /// The screen goes dark at the ear.
    case setProximity(on: Bool)
    /// Opens this app's page of the system's settings.
    case openSettings
    /// Shows the system's choice of speakers and headphones.
    case showAudioRoutes
    case log(LogLine)
}
