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
        Entry(reason: .failed, listed: false, missed: false)
    }

    /// What the system is told of a call of the page, with its true times; nil: nothing, since nobody could be called
    /// back.
    static func donation(of record: CallRecord) -> CallRecord? {
        record.handle.isEmpty ? nil : record
    }
}
