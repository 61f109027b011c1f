import Foundation

/// The two requests of the shim (platform-api.md, section 3). Both may be repeated without harm.
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
