import Foundation

/// What the app knows at the moment it begins; all of it is read synchronously.
public struct Launch: Codable, Equatable, Sendable {
    /// What `ShimEffect.remember` last wrote, as it stands in the file; nil: no file, or not readable.
    public let memory: Data?
    /// The device's region, `CN`; nil: unknown.
    public let region: String?
    /// Whether protected files are readable: not before the first unlock after a restart.
    public let protectedDataAvailable: Bool
    /// Whether the app is in front.
    public let active: Bool

    public init(memory: Data?, region: String?, protectedDataAvailable: Bool, active: Bool) {
        self.memory = memory
        self.region = region
        self.protectedDataAvailable = protectedDataAvailable
        self.active = active
    }
}

/// Everything that happens to the shim, in the order in which it happens. `shim-cli` reads one of these a line; `Data` is
/// base64 there, a case is an object with the case's name as its only key.
public enum ShimEvent: Codable, Equatable, Sendable {
    /// The first event, once.
    case launched(Launch)
    /// PushKit has a token (its bytes), or has none any more (nil).
    case tokenChanged(token: Data?)
    /// A VoIP push. `push` names it for `completePush`; `payload` is its dictionary as JSON. `mustReport` is false only
    /// where iOS 26.4 said so.
    case pushArrived(push: String, payload: Data, mustReport: Bool)
    /// The system took the report, or refused it; `problem` in Apple's words, for the log.
    case reported(call: UUID, problem: String?)
    /// Answered in the system's own screen.
    case answerTapped(call: UUID)
    /// Declined, or hung up, in the system's own screen.
    case endTapped(call: UUID)
    /// `ShimEffect.endCall` was carried out: the system has no such call any more.
    case callEnded(call: UUID)
    /// The system ended all calls of the provider (`providerDidReset`).
    case systemReset
    case audioActivated
    case audioDeactivated
    case becameActive
    case resignedActive
    case protectedDataBecameAvailable
    /// The answer to `ShimEffect.request`. `date`: the server's time by its header.
    case responded(request: Int, status: Int, body: Data, date: Instant?)
    /// No answer came: no network, or no time left.
    case requestFailed(request: Int)
    /// The time that `ShimEffect.wake` asked for is there; more often does no harm.
    case timePassed
    /// The page called `window.webkit.messageHandlers.ringway.postMessage(body)`.
    case pageMessage(origin: String, isMainFrame: Bool, body: String)
    /// The page that was opened could not be loaded.
    case pageFailed
    /// The web view's process ended: its page is gone.
    case webProcessEnded
    /// Somebody was called back from the system's Recents or by Siri.
    case callBackAsked(handle: String, video: Bool)
    /// The App Store's storefront, three letters (`CHN`).
    case storefrontLearnt(country: String)
    /// The operating system gave the background task no more time.
    case backgroundTimeOver(task: Int)
}
