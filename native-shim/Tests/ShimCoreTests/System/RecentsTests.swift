import Testing

@testable import ShimCore

@Suite("The system's list of calls")
struct RecentsTests {
    typealias Entry = Recents.Entry

    private static let endings: [(CallEnding, Entry)] = [
        (.notUnderstood, Entry(reason: .failed, listed: false, missed: false)),
        (.expired, Entry(reason: .unanswered, listed: true, missed: true)),
        (.repeated(nil), Entry(reason: .remoteEnded, listed: false, missed: false)),
        (.shownByPage, Entry(reason: .answeredElsewhere, listed: false, missed: false)),
        (.handedOver, Entry(reason: .remoteEnded, listed: false, missed: false)),
        (.rang(.cancelled), Entry(reason: .remoteEnded, listed: true, missed: true)),
        (.rang(.missed), Entry(reason: .unanswered, listed: true, missed: true)),
        (.rang(.answeredElsewhere), Entry(reason: .answeredElsewhere, listed: true, missed: false)),
        (.rang(.declinedElsewhere), Entry(reason: .declinedElsewhere, listed: true, missed: false)),
        (.rang(.answeredHere), Entry(reason: .answeredElsewhere, listed: false, missed: false)),
        (.rang(.declinedHere), Entry(reason: .declinedElsewhere, listed: true, missed: false)),
        (.rang(.withdrawn), Entry(reason: .remoteEnded, listed: true, missed: false)),
        (.rang(.failed), Entry(reason: .failed, listed: true, missed: false)),
    ]

    @Test("keeps what its person would look for", arguments: endings)
    func kept(ending: CallEnding, entry: Entry) {
        #expect(Recents.entry(for: ending) == entry)
    }

    @Test("tells the end of an answered call like that of any other, but never as missed", arguments: RingEnd.allCases)
    func answered(end: RingEnd) {
        let rang = Recents.entry(for: .rang(end))
        let answered = Recents.entry(for: .answered(end))
        #expect(answered == Entry(reason: rang.reason, listed: rang.listed, missed: false))
    }

    @Test("keeps a repeated push once", arguments: RingEnd.allCases)
    func repeated(end: RingEnd) {
        let entry = Recents.entry(for: .repeated(end))
        #expect(entry == Entry(reason: Recents.entry(for: .rang(end)).reason, listed: false, missed: false))
    }

    @Test("counts only what it keeps", arguments: endings.map(\.0))
    func counted(ending: CallEnding) {
        let entry = Recents.entry(for: ending)
        #expect(entry.listed || !entry.missed)
    }

    @Test("is told of a call with its true times, unless nobody can be called back")
    func donation() {
        let record = record(handle: "alice@example.com", connected: 5, ended: 65)
        #expect(Recents.donation(of: record) == record)
        #expect(Recents.donation(of: self.record(handle: "", connected: 5, ended: 65)) == nil)
    }

    @Test("has no call that ended before it began, even if the clock was set back meanwhile")
    func clockSetBack() {
        let donated = Recents.donation(of: record(handle: "alice@example.com", connected: 65, ended: 5))
        #expect(donated == record(handle: "alice@example.com", connected: 5, ended: 5))
    }

    private func record(handle: String, connected: Int64, ended: Int64) -> CallRecord {
        CallRecord(
            handle: handle, name: "Alice", direction: .incoming, video: true,
            connected: Instant(milliseconds: connected), ended: Instant(milliseconds: ended))
    }
}

@Suite("Which framework rings")
struct ReporterChoiceTests {
    @Test("is what the storefront said before, else what the region says")
    func atLaunch() {
        let learnt = Memory(reporter: .callKit)
        #expect(ReporterChoice.atLaunch(memory: learnt, region: "CN") == .callKit)
        let learntInChina = Memory(reporter: .liveCommunicationKit)
        #expect(ReporterChoice.atLaunch(memory: learntInChina, region: "DE") == .liveCommunicationKit)
        #expect(ReporterChoice.atLaunch(memory: Memory(), region: "CN") == .liveCommunicationKit)
        #expect(ReporterChoice.atLaunch(memory: Memory(), region: "TW") == .callKit)
        #expect(ReporterChoice.atLaunch(memory: Memory(), region: nil) == .callKit)
    }

    @Test("is CallKit in every storefront but that of mainland China")
    func storefronts() {
        #expect(ReporterChoice.forStorefront("CHN") == .liveCommunicationKit)
        for country in ["HKG", "MAC", "TWN", "DEU", ""] {
            #expect(ReporterChoice.forStorefront(country) == .callKit)
        }
    }
}
