/// A call that may ring here, as the push said it (platform-api.md, section 3).
struct Invitation: Equatable, Sendable {
    struct Caller: Equatable, Sendable {
        /// What a call back dials; empty: a caller without an account, whom nobody can call back.
        let address: String
        /// For the screen: without control characters, never empty.
        let name: String
    }

    let id: String
    /// The one-time token: a place in this call, for this device alone. It never reaches a log.
    let ticket: String
    /// `conference_alias`: what the requests and the page connect to.
    let address: String
    let caller: Caller
    let video: Bool
    /// A meeting invites; otherwise a person calls.
    let meeting: Bool
    /// The account is in a call already.
    let waiting: Bool
    let placed: Instant
    /// The server's ring deadline, by the server's clock.
    let expires: Instant
}
