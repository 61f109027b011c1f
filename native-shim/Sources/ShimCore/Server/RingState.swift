import Foundation

/// How a ring ended, as far as this phone knows.
enum RingEnd: String, Codable, CaseIterable, Sendable {
    /// By this phone: in its system screen, or by a page that counts as this device.
    case answeredHere
    case declinedHere
    case answeredElsewhere
    case declinedElsewhere
    /// The caller gave up, or the call was over before anybody answered.
    case cancelled
    /// The server knows of no such ring (any more), and does not say why.
    case withdrawn
    case missed
    case failed
}

/// What an answer to `ringing` says.
enum RingState: Equatable, Sendable {
    /// It rings on until this moment of the server's clock.
    case ringing(expires: Instant)
    case over(RingEnd)
    /// The answer says nothing of the call: the server has trouble, or somebody else answered for it.
    case unknown

    /// Reads an answer to `ringing` of this invitation. A refusal counts only in the server's own envelope: whatever
    /// stands between us and it (a captive portal, a proxy) says nothing of the call.
    static func read(status: Int, body: Data, of invitation: String) -> RingState {
        guard let answer = try? JSONText.read(RingAnswer.self, from: body) else { return .unknown }
        switch (status, answer) {
        case (200, .told(let told)) where told.invitation == invitation: return told.ringState
        case (401, .refused("unauthorized")), (404, .refused("not_found")): return .over(.withdrawn)
        case (409, .refused(let reason)): return RingAnswer.end(refusedFor: reason).map(RingState.over) ?? .unknown
        default: return .unknown
        }
    }
}
