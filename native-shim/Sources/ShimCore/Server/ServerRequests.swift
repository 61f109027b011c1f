import Foundation

/// The requests of the shim (platform-api.md, section 3). All may be repeated without harm.
enum ServerRequests {
    /// Each is given up after so many milliseconds: the next one is more worth than a late answer.
    static let timeout = 5_000

    /// This phone rings now, or (`answering`) its person has answered and the page is on its way; the answer is the state
    /// of the call, read by `RingState`.
    static func ringing(id: Int, origin: String, invitation: Invitation, answering: Bool) -> ShimRequest {
        post("ringing", id: id, origin: origin, invitation: invitation, body: answering ? #"{"answering":true}"# : "{}")
    }

    /// Declines, or hangs up what was answered and not handed over: it stops ringing everywhere.
    static func reject(id: Int, origin: String, invitation: Invitation) -> ShimRequest {
        post("end_session", id: id, origin: origin, invitation: invitation, body: "{}")
    }

    /// Whether the answer to `reject` is the server's last word: it has done it, or it never will.
    static func isSettled(status: Int) -> Bool {
        switch status {
        // Too slow, sent to another server, too early, too often (RFC 9110, 8470, 6585): it may be asked again.
        case 408, 421, 425, 429: false
        case 200..<300, 400..<500: true
        default: false
        }
    }

    /// Asks for nothing but the time, which every answer carries.
    static func time(id: Int, origin: String) -> ShimRequest {
        ShimRequest(id: id, method: "GET", url: "\(origin)/healthz", headers: [:], body: nil, timeout: timeout)
    }

    private static func post(
        _ verb: String, id: Int, origin: String, invitation: Invitation, body: String
    ) -> ShimRequest {
        ShimRequest(
            id: id,
            method: "POST",
            url: "\(origin)/api/services/\(PercentEncoding.segment(invitation.address))/\(verb)",
            headers: ["content-type": "application/json", "token": invitation.ticket],
            body: Data(body.utf8),
            timeout: timeout
        )
    }
}
