import Foundation

// A push arrives: it is reported in the same turn, whatever it says (ios-shim.md, PushKit and APNs).
extension ShimMachine {
    /// Nothing rings with less time left, milliseconds (call-rules.md 7).
    static let leastRingTime: Int64 = 3_000
    /// Nothing rings longer, milliseconds (call-rules.md 7).
    static let longestRingTime: Int64 = 60_000
    /// So many ended invitations are remembered, to know a push that comes again.
    private static let pastKept = 256

    mutating func pushArrived(_ push: String, payload: Data, mustReport: Bool) {
        switch Payload.read(payload, origin: configuration.origin) {
        case .failure(let problem):
            let report = IncomingReport(notUnderstood: newCall())
            endAtOnce(.notUnderstood, report: report, push: push, mustReport: mustReport)
            log(.error, "a push was not understood: \(problem.words)")
        case .success(let invitation):
            learnTime(from: invitation)
            noteKind(of: (invitation.caller.address, invitation.video))
            let report = IncomingReport(call: newCall(), of: invitation)
            if let ending = whyNotToRing(invitation) {
                endAtOnce(ending, report: report, push: push, mustReport: mustReport)
                log(.info, "a push did not ring: \(ending.words)")
                if ending == .expired { doubtTheTime() }
            } else {
                ring(invitation, report: report, push: push)
            }
        }
    }

    private func whyNotToRing(_ invitation: Invitation) -> CallEnding? {
        if let known = rings.first(where: { $0.invitation.id == invitation.id }) {
            switch known.phase {
            case .ringing: return .repeated(nil)
            case .answered, .lettingGo, .withPage: return .repeated(.answeredHere)
            case .declining: return .repeated(.declinedHere)
            }
        }
        if let ended = past.last(where: { $0.invitation == invitation.id }) { return .repeated(ended.end) }
        if pageCalls.contains(where: { $0.isCall(of: invitation) }) { return .shownByPage }
        let left = deadline(expires: invitation.expires).since(now)
        return left < ShimMachine.leastRingTime ? .expired : nil
    }

    private mutating func ring(_ invitation: Invitation, report: IncomingReport, push: String) {
        pushes[report.call] = push
        effects.append(.reportIncoming(report))
        rings.append(
            Ring(
                call: report.call,
                invitation: invitation,
                task: beginTask(),
                deadline: deadline(expires: invitation.expires)
            ))
        log(.info, "rings: \(invitation.id)")
    }

    private mutating func endAtOnce(
        _ ending: CallEnding, report: IncomingReport, push: String, mustReport: Bool
    ) {
        let entry = Recents.entry(for: ending)
        countMissed(entry)
        // What the system's list is to keep must be reported to it in any case.
        guard mustReport || entry.listed else {
            effects.append(.completePush(push: push))
            return
        }
        pushes[report.call] = push
        formalities[report.call] = ending
        effects.append(.reportIncoming(report))
    }

    mutating func reported(_ call: UUID, problem: String?) {
        if let push = pushes.removeValue(forKey: call) { effects.append(.completePush(push: push)) }
        if let problem { log(.warning, "the system did not take a call: \(problem)") }
        if let ending = formalities.removeValue(forKey: call) {
            if problem == nil { endNow(call, ending) } else { callEnded(call) }
            return
        }
        guard let place = place(of: call) else { return }
        if problem != nil {
            // Do not disturb, a blocked caller, no room for one more: this phone is silent, the others ring on.
            if rings[place].phase == .ringing { forget(call, as: nil) }
        } else if rings[place].phase == .ringing {
            sayRinging(call)
            tellPage(.systemRings(invitation: rings[place].invitation.id))
        }
    }

    // MARK: The end of a ring

    /// It rings no more, and not by a person's doing here.
    mutating func ringIsOver(_ call: UUID, _ end: RingEnd) {
        guard let ring = ring(of: call) else { return }
        switch ring.phase {
        case .ringing: self.end(call, .rang(end))
        case .answered: if ring.isShown { self.end(call, .answered(end)) }
        // The page learns why there is no call any more, and says it.
        case .lettingGo: return
        case .withPage, .declining: break
        }
        log(.info, "over: \(ring.invitation.id), \(end.rawValue)")
        forget(call, as: end)
    }

    mutating func end(_ call: UUID, _ ending: CallEnding) {
        countMissed(Recents.entry(for: ending))
        // What the system has not taken yet, it cannot end yet: LiveCommunicationKit would ring for ever.
        if pushes[call] == nil { endNow(call, ending) } else { formalities[call] = ending }
    }

    private mutating func endNow(_ call: UUID, _ ending: CallEnding) {
        let entry = Recents.entry(for: ending)
        effects.append(.endCall(call: call, reason: entry.reason, listed: entry.listed))
    }

    /// Nothing more is to be done about a ring; nil: another push for it may ring.
    mutating func forget(_ call: UUID, as end: RingEnd?) {
        guard let place = place(of: call) else { return }
        let ring = rings.remove(at: place)
        if let task = ring.task { effects.append(.endBackgroundTask(task: task)) }
        guard let end else { return }
        past.append((ring.invitation.id, end))
        past.removeFirst(max(0, past.count - ShimMachine.pastKept))
    }

    private mutating func countMissed(_ entry: Recents.Entry) {
        if entry.missed { setMissed(memory.missed + 1) }
    }

    mutating func setMissed(_ count: Int) {
        guard count != memory.missed else { return }
        remember { $0.missed = count }
        effects.append(.setBadge(count: count))
    }

    // MARK: Background tasks

    mutating func beginTask() -> Int {
        tasksMade += 1
        effects.append(.beginBackgroundTask(task: tasksMade))
        return tasksMade
    }

    mutating func backgroundTimeOver(_ task: Int) {
        guard let place = rings.firstIndex(where: { $0.task == task }) else { return }
        rings[place].task = nil
        effects.append(.endBackgroundTask(task: task))
        log(.warning, "no more time in the background: \(rings[place].invitation.id)")
    }

    // MARK: Finding

    func place(of call: UUID) -> Int? {
        rings.firstIndex { $0.call == call }
    }

    func ring(of call: UUID) -> Ring? {
        rings.first { $0.call == call }
    }
}

extension CallEnding {
    /// For the log.
    fileprivate var words: String {
        switch self {
        case .notUnderstood: "not understood"
        case .expired: "expired"
        case .repeated(nil): "it rings already"
        case .repeated(let end?): "repeated, \(end.rawValue)"
        case .shownByPage: "the page shows it"
        case .rang(let end), .answered(let end): end.rawValue
        case .handedOver: "handed over"
        }
    }
}
