import Foundation

// What the shim asks the server, and when (platform-api.md, section 3).
extension ShimMachine {
    /// Milliseconds from one "ringing" to the next (ios-shim.md, WKWebView and CallKit).
    static let sayingEvery: Int64 = 1_000
    /// So many of one call may be unanswered at once: one that is lost holds none of the next ones up.
    private static let sayingsAtOnce = 3
    /// Milliseconds before a decline is told again: after the first time, the second time, and so on.
    private static let declineAgain: [Int64] = [1_000, 2_000, 4_000]
    /// A difference that the server's time, told in whole seconds, may have by itself, milliseconds.
    private static let clockGrain: Int64 = 2_000

    mutating func doWhatIsDue() {
        for ring in rings {
            if let latest = ring.handOver, now >= latest { handOver(ring.call) }
        }
        for ring in rings {
            if now >= ring.deadline {
                timeIsOver(ring)
            } else if case .declining(let decline) = ring.phase {
                if let next = decline.next, now >= next { sayDecline(ring.call) }
            } else if let next = ring.nextSaying, now >= next {
                sayRinging(ring.call)
            }
        }
        guard isReachable else { return }
        switch page {
        case .failed(let retry) where now >= retry: showPage()
        // A proxy's own words for a server that is away are a page, too, and it never listens.
        case .loading(let until) where now >= until: pageFailed()
        case .none, .loading, .listening, .failed: break
        }
    }

    /// The server ends a ring at its deadline, whether it can be asked or not (call-rules.md 7).
    private mutating func timeIsOver(_ ring: Ring) {
        if ring.isDeclining { log(.warning, "a decline was not heard in time: \(ring.invitation.id)") }
        if ring.phase == .lettingGo { log(.error, "the system did not let go of a call") }
        switch ring.phase {
        case .ringing, .answered: ringIsOver(ring.call, .missed)
        case .lettingGo, .withPage: forget(ring.call, as: .missed)
        case .declining: forget(ring.call, as: .declinedHere)
        }
    }

    /// This phone rings, or its person has answered.
    mutating func sayRinging(_ call: UUID) {
        guard let place = place(of: call) else { return }
        rings[place].nextSaying = now.adding(milliseconds: ShimMachine.sayingEvery)
        guard requests.values.count(where: { $0.purpose == .ringing(call: call) }) < ShimMachine.sayingsAtOnce else { return }
        let ring = rings[place]
        send(
            ServerRequests.ringing(
                id: numberFor(.ringing(call: call)), origin: configuration.origin, invitation: ring.invitation,
                answering: ring.phase != .ringing))
    }

    mutating func sayDecline(_ call: UUID) {
        guard let place = place(of: call), case .declining(let decline) = rings[place].phase else { return }
        rings[place].phase = .declining(Ring.Decline(next: nil, attempts: decline.attempts + 1))
        let invitation = rings[place].invitation
        send(
            ServerRequests.reject(
                id: numberFor(.decline(call: call)), origin: configuration.origin, invitation: invitation))
    }

    /// A clock that was set since the server last told the time would make every push look late.
    mutating func askForTheTime() {
        guard !knowsTheTime, !requests.values.contains(where: { $0.purpose == .clock }) else { return }
        send(ServerRequests.time(id: numberFor(.clock), origin: configuration.origin))
    }

    /// A push came late, or this device's clock is wrong: the next one must not be judged by it.
    mutating func doubtTheTime() {
        knowsTheTime = false
        askForTheTime()
    }

    private mutating func numberFor(_ purpose: Purpose) -> Int {
        requestsMade += 1
        requests[requestsMade] = Question(purpose: purpose, sent: now)
        return requestsMade
    }

    private mutating func send(_ request: ShimRequest) {
        effects.append(.request(request))
    }

    // MARK: Answers

    mutating func responded(_ request: Int, status: Int, body: Data, date: Instant?) {
        guard let question = requests.removeValue(forKey: request) else { return }
        // What was long under way says nothing exact.
        if let date, now.since(question.sent) <= ShimMachine.clockGrain { learnTime(date) }
        switch question.purpose {
        case .ringing(let call): heard(of: call, status: status, body: body)
        case .decline(let call):
            if ServerRequests.isSettled(status: status) {
                forget(call, as: .declinedHere)
            } else {
                declineAgainLater(call)
            }
        case .clock: break
        }
    }

    mutating func requestFailed(_ request: Int) {
        if case .decline(let call) = requests.removeValue(forKey: request)?.purpose { declineAgainLater(call) }
    }

    private mutating func heard(of call: UUID, status: Int, body: Data) {
        guard let place = place(of: call), !rings[place].isDeclining else { return }
        switch RingState.read(status: status, body: body, of: rings[place].invitation.id) {
        case .ringing(let expires):
            if [.ringing, .answered].contains(rings[place].phase) { rings[place].deadline = deadline(expires: expires) }
        case .over(let end): ringIsOver(call, end)
        case .unknown: log(.warning, "the server did not say how a call stands")
        }
    }

    private mutating func declineAgainLater(_ call: UUID) {
        guard let place = place(of: call), case .declining(let decline) = rings[place].phase else { return }
        let pauses = ShimMachine.declineAgain
        let pause = pauses[min(max(decline.attempts, 1), pauses.count) - 1]
        rings[place].phase = .declining(
            Ring.Decline(next: now.adding(milliseconds: pause), attempts: decline.attempts))
    }

    // MARK: The server's clock

    /// A moment of the server's, by the clock of this device.
    func here(_ moment: Instant) -> Instant {
        moment.adding(milliseconds: memory.clockAhead ?? 0)
    }

    /// When a ring ends here: whatever a push or a clock says, it rings no longer than the longest ring time.
    func deadline(expires: Instant) -> Instant {
        min(here(expires), now.adding(milliseconds: ShimMachine.longestRingTime))
    }

    private mutating func learnTime(_ serverTime: Instant) {
        knowsTheTime = true
        let ahead = now.since(serverTime)
        if let known = memory.clockAhead, abs(known - ahead) <= ShimMachine.clockGrain { return }
        remember { $0.clockAhead = ahead }
    }

    /// No push comes before its call was placed: a clock that says so is behind, at least by so much.
    mutating func learnTime(from invitation: Invitation) {
        let age = now.since(here(invitation.placed))
        guard age < -ShimMachine.clockGrain else { return }
        let ahead = now.since(invitation.placed)
        remember { $0.clockAhead = ahead }
    }
}
