import Foundation

/// An invitation that this phone deals with, from its push until this phone has nothing more to do about it.
struct Ring: Equatable, Sendable {
    /// How far it is. Media may flow only after `withPage`: until then the system has the microphone.
    enum Phase: Equatable, Sendable {
        /// The system was told and shows it, or is about to.
        case ringing
        /// Answered in the system's screen; it waits until the app is in front.
        case answered
        /// Answered, and the system was told to let go of it.
        case lettingGo
        /// Answered, and the system has let go of it: the page takes it, if need be again and again.
        case withPage
        /// Declined: the server is told until it has heard.
        case declining(Decline)
    }

    struct Decline: Equatable, Sendable {
        /// When the server is told again; nil: it is being told.
        var next: Instant?
        var attempts: Int
    }

    /// The system's name of the call.
    let call: UUID
    let invitation: Invitation
    /// The background task that keeps the app running for it; nil: the system gave it no more time.
    var task: Int?
    var phase = Phase.ringing
    /// When there is nothing more to do about it: the server's ring deadline, by the clock of this device.
    var deadline: Instant
    /// When the server is told next that this phone rings, or that its person has answered.
    var nextSaying: Instant?
    /// The system has ended it and has the microphone still: the page gets it then at the latest.
    var handOver: Instant?
    /// Whether the system has it: not any more after a reset of its provider.
    var isShown = true

    var isDeclining: Bool {
        if case .declining = phase { true } else { false }
    }

    /// Whether its person answered it here.
    var isAnswered: Bool {
        switch phase {
        case .answered, .lettingGo, .withPage: true
        case .ringing, .declining: false
        }
    }

    /// The next moment at which there is something to do about it.
    var next: Instant {
        if case .declining(let decline) = phase { return min(decline.next ?? deadline, deadline) }
        return [nextSaying, handOver].compactMap { $0 }.reduce(deadline) { min($0, $1) }
    }
}
