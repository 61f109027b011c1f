import Foundation

/// What the page tells the shim (`toShimSchema` of lib/platform/shim-bridge.ts).
enum FromPage: Equatable, Sendable {
    /// The page listens from now on.
    case ready
    /// The page has taken a native answer.
    case answerTaken(invitation: String)
    /// All calls of the page that are not over.
    case calls([ShownCall])
    /// A call of the page is over.
    case callOver(CallRecord)
    case signedOut
    /// So many missed calls were not seen.
    case missed(count: Int)
    case openSettings
    case showAudioRoutes

    /// Reads a message; `origin` and `isMainFrame` are what the web view says of its sender, `expected` is the one
    /// origin that counts.
    static func read(
        _ body: String, origin: String, isMainFrame: Bool, expected: String
    ) -> Result<FromPage, BridgeProblem> {
        guard origin == expected else { return .failure(.otherOrigin) }
        guard isMainFrame else { return .failure(.subFrame) }
        do {
            return .success(try JSONText.read(FromPage.self, from: Data(body.utf8)))
        } catch {
            return .failure(error as? BridgeProblem ?? .notJSON)
        }
    }
}

/// A call that the page shows.
struct ShownCall: Equatable, Sendable {
    enum State: String, Codable, Sendable {
        case calling
        case connecting
        case connected
    }

    /// The invitation by which it began, where one is known.
    let invitation: String?
    /// The other side's address.
    let address: String
    let state: State
    let video: Bool

    /// Whether this is the call that a push wants to ring for: the same invitation, or, unless it is to wait beside this
    /// one, the same two people (call-rules.md 11).
    func isCall(of pushed: Invitation) -> Bool {
        if invitation == pushed.id { return true }
        return !pushed.waiting && !pushed.caller.address.isEmpty && pushed.caller.address == address
    }
}

/// Why a message of the page is dropped.
enum BridgeProblem: String, Error, Sendable {
    case otherOrigin = "other origin"
    case subFrame = "not the page itself"
    case notJSON = "not JSON"
    case unknownVersion = "unknown version"
    case unknownKind = "unknown kind"
    /// Of a known kind, with a field that is missing or not what it must be.
    case malformed = "malformed"
}
