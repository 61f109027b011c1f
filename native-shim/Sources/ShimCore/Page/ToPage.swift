import Foundation

/// What the shim tells the page (`fromShimSchema` of lib/platform/shim-bridge.ts).
enum ToPage: Equatable, Sendable {
    /// The PushKit token in lower-case hex; nil: there is none.
    case voipToken(String?)
    /// The person answered this call in the system's screen, which has let go of it.
    case answered(Invitation)
    case callBack(address: String, video: Bool)
    /// The system rings for this invitation.
    case systemRings(invitation: String)

    /// The envelope as JSON, keys in alphabetical order.
    var text: String { "" }
}
