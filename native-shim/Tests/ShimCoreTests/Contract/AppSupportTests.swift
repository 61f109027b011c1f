import Foundation
import Testing

@testable import ShimCore

@Suite("What the app hands over")
struct AppSupportTests {
    @Test("an answer is dated by its header")
    func dated() {
        let event = ShimEvent(answerTo: 7, status: 200, body: Data("{}".utf8), date: "Sun, 06 Nov 1994 08:49:37 GMT")
        let date = Instant(milliseconds: 784_111_777_000)
        #expect(event == .responded(request: 7, status: 200, body: Data("{}".utf8), date: date))
    }

    @Test("an answer with a date that is none has none", arguments: [nil, "", "yesterday", "784111777"])
    func undated(date: String?) {
        let event = ShimEvent(answerTo: 7, status: 502, body: Data(), date: date)
        #expect(event == .responded(request: 7, status: 502, body: Data(), date: nil))
    }

    @Test("no status is no answer")
    func failed() {
        #expect(ShimEvent(answerTo: 7, status: nil, body: nil, date: nil) == .requestFailed(request: 7))
    }

    @Test("a call lasted while media flowed, and never less than no time")
    func interval() {
        #expect(record(connected: 1_000).interval.duration == 4)
        #expect(record(connected: nil).interval.duration == 0)
        #expect(record(connected: 9_000).interval.duration == 0)
    }

    private func record(connected: Int64?) -> CallRecord {
        CallRecord(
            handle: "bob@example.com", name: "Bob", direction: .incoming, video: false,
            connected: connected.map { Instant(milliseconds: $0) }, ended: Instant(milliseconds: 5_000))
    }
}
