/// Every way in which a call that the system shows can end by us. (What the person ends in the system's own screen, the
/// system ends and lists itself.)
enum CallEnding: Equatable, Sendable {
    /// A push that says nothing that could ring: reported because every push must be.
    case notUnderstood
    /// A push that came after its call's time.
    case expired
    /// Another push for a call that was reported already; nil: it rings still.
    case repeated(RingEnd?)
    /// The page of this shim shows this very call.
    case shownByPage
    /// It rang, and that is over.
    case rang(RingEnd)
    /// It was answered here, and over before it could be handed over.
    case answered(RingEnd)
    /// The page takes it from here.
    case handedOver
}

/// What the system is told at the end of a call, and what is remembered of it.
enum Recents {
    struct Entry: Equatable, Sendable {
        let reason: EndReason
        /// Whether the system's Recents keep it.
        let listed: Bool
        /// Whether it counts as a missed call on the badge.
        let missed: Bool
    }

    static func entry(for ending: CallEnding) -> Entry {
        switch ending {
        case .notUnderstood: Entry(reason: .failed, listed: false, missed: false)
        case .expired: Entry(reason: .unanswered, listed: true, missed: true)
        case .repeated(nil): Entry(reason: .remoteEnded, listed: false, missed: false)
        // The first push of this call is in the list, and counted.
        case .repeated(let end?): Entry(reason: entry(after: end).reason, listed: false, missed: false)
        case .shownByPage: Entry(reason: .answeredElsewhere, listed: false, missed: false)
        case .rang(let end): entry(after: end)
        case .answered(let end): entry(after: end).seen
        // Its true times are told when it is over (`donation`).
        case .handedOver: Entry(reason: .remoteEnded, listed: false, missed: false)
        }
    }

    private static func entry(after end: RingEnd) -> Entry {
        switch end {
        // The page that took it tells of it when it is over.
        case .answeredHere: Entry(reason: .answeredElsewhere, listed: false, missed: false)
        case .declinedHere, .declinedElsewhere: Entry(reason: .declinedElsewhere, listed: true, missed: false)
        case .answeredElsewhere: Entry(reason: .answeredElsewhere, listed: true, missed: false)
        case .cancelled: Entry(reason: .remoteEnded, listed: true, missed: true)
        case .withdrawn: Entry(reason: .remoteEnded, listed: true, missed: false)
        case .missed: Entry(reason: .unanswered, listed: true, missed: true)
        case .failed: Entry(reason: .failed, listed: true, missed: false)
        }
    }

    /// What the system is told of a call of the page, with its true times; nil: nothing, since nobody could be called
    /// back. A clock that was set back meanwhile makes no call end before it began.
    static func donation(of record: CallRecord) -> CallRecord? {
        guard !record.handle.isEmpty else { return nil }
        return CallRecord(
            handle: record.handle,
            name: record.name,
            direction: record.direction,
            video: record.video,
            connected: record.connected.map { min($0, record.ended) },
            ended: record.ended
        )
    }
}

extension Recents.Entry {
    /// The same, of a call that its person has seen: it counts as missed no more.
    fileprivate var seen: Recents.Entry {
        Recents.Entry(reason: reason, listed: listed, missed: false)
    }
}
