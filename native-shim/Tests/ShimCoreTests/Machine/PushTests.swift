import Foundation
import Testing

@testable import ShimCore

@Suite("A push")
struct PushTests {
    @Test("is reported in the same turn, before anything else, and completed when the system has it")
    func reportedAtOnce() throws {
        var stage = Stage.launched()
        stage.happens(.pushArrived(push: "p", payload: Data(stage.payload().utf8), mustReport: true))
        guard case .reportIncoming(let report) = stage.done.first else {
            Issue.record("the first effect is \(String(describing: stage.done.first))")
            return
        }
        #expect(report.name == "Alice")
        #expect(report.handle == "alice@example.com")
        #expect(report.hasVideo)
        #expect(stage.completed == [])
        stage.happens(.reported(call: report.call, problem: nil))
        #expect(stage.completed == ["p"])
        #expect(stage.ended.isEmpty)
    }

    @Test(
        "that is not understood is reported and ended as failed, not listed, and the log keeps its contents to itself",
        arguments: ["", "{", "[]", "7", #"{"token":"secret-ticket"}"#, #"{"version":9,"token":"secret-ticket"}"#])
    func notUnderstood(payload: String) throws {
        var stage = Stage.launched()
        let call = try stage.rung(payload)
        #expect(stage.completed == ["push"])
        #expect(stage.ended.map(\.call) == [call])
        #expect(stage.ended.map(\.reason) == [.failed])
        #expect(stage.ended.map(\.listed) == [false])
        #expect(stage.badges == [])
        #expect(stage.requests.isEmpty)
        #expect(stage.logged.contains { $0.level == .error })
        #expect(!stage.logged.contains { $0.text.contains("secret-ticket") })
    }

    @Test("of another server is ended as failed")
    func otherOrigin() {
        var stage = Stage.launched()
        stage.pushed(stage.payload().replacingOccurrences(of: Stage.origin, with: "https://evil.example"))
        #expect(stage.ended.map(\.reason) == [.failed])
    }

    @Test("that is too late is ended as unanswered, listed, and counts as missed; 3 s are the least", arguments: [2, -60])
    func expired(left: Int64) {
        var stage = Stage.launched()
        stage.pushed(stage.payload(seconds: left))
        #expect(stage.ended.map(\.reason) == [.unanswered])
        #expect(stage.ended.map(\.listed) == [true])
        #expect(stage.badges == [1])
        #expect(!stage.requests.contains { $0.method == "POST" })
    }

    @Test("that looks late makes the server's time be asked for: on a clock that was set ahead, the next one rings")
    func lateByTheClock() throws {
        var stage = Stage.launched(memory: Memory(clockAhead: 0))
        let ahead: Int64 = 3_600
        let payload = { (invitation: String) in
            let placed = stage.now.milliseconds / 1_000 - ahead
            return stage.payload(invitation, seconds: 45 - ahead)
                .replacingOccurrences(of: #""time":"\#(placed + ahead)""#, with: #""time":"\#(placed)""#)
        }
        stage.pushed(payload("i1"))
        #expect(stage.ended.map(\.reason) == [.unanswered])
        let request = try #require(stage.requests.first)
        #expect(request.url == "\(Stage.origin)/healthz")
        let serverTime = stage.now.adding(milliseconds: -ahead * 1_000)
        stage.happens(.responded(request: request.id, status: 200, body: Data(), date: serverTime))
        stage.forget()
        stage.pushed(payload("i2"))
        #expect(stage.ended.isEmpty)
        #expect(stage.requests.map(\.method) == ["POST"])
    }

    @Test("whose call is over before the system has taken it is ended when it has, and counted once")
    func overBeforeReported() {
        var stage = Stage.launched(active: true, listening: true)
        stage.happens(.pushArrived(push: "p", payload: Data(stage.payload().utf8), mustReport: true))
        stage.says(
            #"{"ringway":1,"kind":"calls","calls":[{"invitation":"i1","address":"alice@example.com","state":"connecting","call_type":"video"}]}"#
        )
        #expect(stage.ended.isEmpty)
        stage.happens(.reported(call: stage.reports[0].call, problem: nil))
        #expect(stage.completed == ["p"])
        #expect(stage.ended.map(\.reason) == [.answeredElsewhere])
        #expect(stage.tasks.begun == stage.tasks.ended)
        stage.passes(milliseconds: 60_000)
        #expect(stage.ended.count == 1)
        #expect(stage.badges == [])
    }

    @Test("that the system takes too late to ring is missed once")
    func missedBeforeReported() {
        var stage = Stage.launched()
        stage.happens(.pushArrived(push: "p", payload: Data(stage.payload(seconds: 3).utf8), mustReport: true))
        stage.passes(milliseconds: 4_000)
        #expect(stage.ended.isEmpty)
        stage.happens(.reported(call: stage.reports[0].call, problem: nil))
        #expect(stage.ended.map(\.reason) == [.unanswered])
        #expect(stage.badges == [1])
    }

    @Test("with 3 s left rings")
    func justInTime() {
        var stage = Stage.launched()
        stage.pushed(stage.payload(seconds: 3))
        #expect(stage.ended.isEmpty)
        #expect(stage.requests.count == 1)
    }

    @Test("rings by the server's clock: this device's is five minutes ahead")
    func clockAhead() {
        var stage = Stage.launched(memory: Memory(clockAhead: 300_000))
        let placed = Stage.start.milliseconds / 1_000 - 300
        let payload = stage.payload()
            .replacingOccurrences(of: "\(Stage.start.milliseconds / 1_000 + 45)", with: "\(placed + 45)")
            .replacingOccurrences(of: #""time":"\#(Stage.start.milliseconds / 1_000)""#, with: #""time":"\#(placed)""#)
        stage.pushed(payload)
        #expect(stage.ended.isEmpty)
        stage.passes(milliseconds: 44_000)
        #expect(stage.ended.isEmpty)
        stage.passes(milliseconds: 1_000)
        #expect(stage.ended.map(\.reason) == [.unanswered])
    }

    @Test("from the future tells that this device's clock is behind, and rings for its whole time")
    func clockBehind() {
        var stage = Stage.launched()
        let placed = Stage.start.milliseconds / 1_000 + 600
        let payload = stage.payload()
            .replacingOccurrences(of: "\(Stage.start.milliseconds / 1_000 + 45)", with: "\(placed + 45)")
            .replacingOccurrences(of: #""time":"\#(Stage.start.milliseconds / 1_000)""#, with: #""time":"\#(placed)""#)
        stage.pushed(payload)
        stage.passes(milliseconds: 45_000)
        #expect(stage.ended.map(\.reason) == [.unanswered])
    }

    @Test("for a call that rings already is ended at once beside it, which rings on")
    func duplicateWhileRinging() throws {
        var stage = Stage.launched()
        let call = try stage.rung(stage.payload(), as: "one")
        let again = try stage.rung(stage.payload(), as: "two")
        #expect(again != call)
        #expect(stage.completed == ["one", "two"])
        #expect(stage.ended.map(\.call) == [again])
        #expect(stage.ended.map(\.listed) == [false])
        #expect(stage.badges == [])
    }

    @Test("for a call that is over is ended with what became of it")
    func duplicateAfterEnd() throws {
        var stage = Stage.launched()
        stage.pushed(stage.payload())
        stage.passes(milliseconds: 500) { Answers.state($0, "accepted", reason: "answered_elsewhere") }
        stage.forget()
        stage.pushed(stage.payload())
        #expect(stage.ended.map(\.reason) == [.answeredElsewhere])
        #expect(stage.requests.isEmpty)
    }

    @Test("for a call that the page shows, or whose other side the page is calling, does not ring")
    func shownByPage() {
        for shown in [#"{"invitation":"i1","address":"x@example.com"#, #"{"invitation":null,"address":"alice@example.com"#] {
            var stage = Stage.launched(active: true, listening: true)
            stage.says(#"{"ringway":1,"kind":"calls","calls":[\#(shown)","state":"calling","call_type":"video"}]}"#)
            stage.pushed(stage.payload())
            #expect(stage.ended.map(\.reason) == [.answeredElsewhere])
            #expect(stage.requests.isEmpty)
        }
    }

    @Test("from somebody whom the page talks to, about a second call, rings")
    func waitingBesideTheSame() {
        var stage = Stage.launched(active: true, listening: true)
        stage.says(
            #"{"ringway":1,"kind":"calls","calls":[{"invitation":"i0","address":"alice@example.com","state":"connected","call_type":"video"}]}"#
        )
        stage.pushed(stage.payload(waiting: true))
        #expect(stage.ended.isEmpty)
        #expect(stage.requests.count == 1)
    }

    @Test("of two different calls rings twice; the answer to one leaves the other ringing")
    func twoCalls() throws {
        var stage = Stage.launched(active: true, listening: true)
        let one = try stage.rung(stage.payload("i1"), as: "one")
        let two = try stage.rung(stage.payload("i2", waiting: true, from: "carol@example.com"), as: "two")
        stage.answered(one)
        #expect(stage.ended.map(\.call) == [one])
        stage.passes(milliseconds: 1_000)
        #expect(stage.requests.contains { $0.url.hasSuffix("/ringing") })
        stage.answered(two)
        #expect(stage.ended.map(\.call) == [one, two])
    }

    @Test("that the system refuses is silent here, says nothing to the server, and may come again")
    func refusedBySystem() {
        var stage = Stage.launched()
        stage.happens(.pushArrived(push: "p", payload: Data(stage.payload().utf8), mustReport: true))
        stage.happens(.reported(call: stage.reports[0].call, problem: "filteredByDoNotDisturb"))
        stage.passes(milliseconds: 60_000)
        #expect(stage.completed == ["p"])
        #expect(stage.requests.isEmpty)
        #expect(stage.ended.isEmpty)
        #expect(stage.tasks.begun == stage.tasks.ended)
        #expect(stage.logged.contains { $0.level == .warning && $0.text.hasSuffix("filteredByDoNotDisturb") })
    }

    @Test("that need not be reported (iOS 26.4) is not, if nobody is to see it")
    func needNotBeReported() {
        var stage = Stage.launched()
        stage.pushed("{", mustReport: false)
        #expect(stage.reports.isEmpty)
        #expect(stage.completed == ["push"])
        // Whoever was called has missed a call, and reads so in the system's list.
        stage.pushed(stage.payload(seconds: -5), as: "late", mustReport: false)
        #expect(stage.ended.map(\.reason) == [.unanswered])
    }

    @Test("two hundred in a second: each is reported once, completed once, and none is lost")
    func manyPushes() {
        var stage = Stage.launched()
        for number in 0..<200 {
            stage.pushed(number % 3 == 0 ? "{" : stage.payload("i\(number)"), as: "p\(number)")
            stage.passes(milliseconds: 5)
        }
        #expect(stage.reports.count == 200)
        #expect(Set(stage.reports.map(\.call)).count == 200)
        #expect(stage.completed == (0..<200).map { "p\($0)" })
    }
}
