import Foundation
import Testing

@testable import ShimCore

@Suite("While it rings")
struct RingingTests {
    @Test("the server is told once a second, with the ticket in a header and nowhere else")
    func toldOnceASecond() throws {
        var stage = Stage.launched()
        stage.pushed(stage.payload(ticket: "secret-ticket"))
        stage.passes(milliseconds: 5_000) { Answers.state($0, "ringing") }
        #expect(stage.requests.count == 6)
        let request = try #require(stage.requests.first)
        #expect(request.method == "POST")
        #expect(request.url == "\(Stage.origin)/api/services/bob%40example.com/ringing")
        #expect(request.headers["token"] == "secret-ticket")
        #expect(request.body == Data("{}".utf8))
        #expect(!stage.logged.contains { $0.text.contains("secret-ticket") || $0.text.contains("Alice") })
    }

    @Test("a timer that comes a little early is asked for again, and the asking goes on", arguments: [1, 20])
    func timersComeEarly(early: Int64) throws {
        var stage = Stage.launched()
        stage.pushed(stage.payload())
        stage.passes(milliseconds: 2_300) { Answers.state($0, "ringing") }
        let asked = try #require(stage.machine.wakeAsked)
        let before = stage.requests.count
        stage.passesQuietly(until: asked.adding(milliseconds: -early))
        stage.forget()
        stage.happens(.timePassed)
        #expect(stage.done == [.wake(at: asked)])
        stage.passesQuietly(until: asked)
        stage.happens(.timePassed)
        #expect(stage.requests.count == 1 && before > 0)
    }

    @Test(
        "it stops within 2 s of an end elsewhere, with the true reason and without a second push",
        arguments: [
            ("accepted", "answered_elsewhere", EndReason.answeredElsewhere, 0),
            ("rejected", "rejected_elsewhere", .declinedElsewhere, 0),
            ("cancelled", "cancelled", .remoteEnded, 1),
            ("missed", "missed", .unanswered, 1),
        ])
    func endsElsewhere(state: String, reason: String, told: EndReason, missed: Int) {
        var stage = Stage.launched()
        stage.pushed(stage.payload())
        stage.passes(milliseconds: 7_300) { Answers.state($0, "ringing") }
        // From here on the server says that it is over.
        var stopped: Instant?
        let from = stage.now
        while stopped == nil, stage.now.since(from) < 5_000 {
            stage.passes(milliseconds: 100) { Answers.state($0, state, reason: reason) }
            if !stage.ended.isEmpty { stopped = stage.now }
        }
        #expect(stopped.map { $0.since(from) <= 2_000 } == true)
        #expect(stage.ended.map(\.reason) == [told])
        #expect(stage.badges == (missed == 0 ? [] : [missed]))
        stage.forget()
        stage.passes(milliseconds: 60_000)
        #expect(stage.done.isEmpty, "nothing is asked or ended after the end")
        #expect(stage.machine.wakeAsked == nil)
    }

    @Test("requests that get no answer hold the next ones up only for a while")
    func lostAnswers() {
        var stage = Stage.launched()
        stage.pushed(stage.payload())
        stage.passes(milliseconds: 10_000)
        #expect(stage.requests.count == 3)
        for request in stage.requests { stage.happens(.requestFailed(request: request.id)) }
        stage.passes(milliseconds: 1_000)
        #expect(stage.requests.count == 4)
    }

    @Test("a server that cannot be reached lets it ring until the deadline, and then it is missed")
    func serverUnreachable() {
        var stage = Stage.launched()
        stage.pushed(stage.payload())
        stage.passes(milliseconds: 44_999) { .requestFailed(request: $0.id) }
        #expect(stage.ended.isEmpty)
        stage.passes(milliseconds: 1) { .requestFailed(request: $0.id) }
        #expect(stage.ended.map(\.reason) == [.unanswered])
        #expect(stage.badges == [1])
        #expect(stage.tasks.begun == stage.tasks.ended)
    }

    @Test("never longer than a minute, whatever a push says")
    func longest() {
        var stage = Stage.launched()
        stage.pushed(stage.payload(seconds: 86_400))
        stage.passes(milliseconds: 59_999)
        #expect(stage.ended.isEmpty)
        stage.passes(milliseconds: 1)
        #expect(stage.ended.map(\.reason) == [.unanswered])
    }

    @Test("an answer that says nothing of the call changes nothing", arguments: [500, 502, 429, 302])
    func unknownAnswer(status: Int) {
        var stage = Stage.launched()
        stage.pushed(stage.payload())
        stage.passes(milliseconds: 3_000) { Answers.status($0, status) }
        #expect(stage.ended.isEmpty)
    }

    @Test("the page that answers it on this device stops it")
    func pageAnswers() {
        var stage = Stage.launched(active: true, listening: true)
        stage.pushed(stage.payload())
        #expect(stage.told.contains { $0.contains("system_rings") && $0.contains("i1") })
        stage.says(
            #"{"ringway":1,"kind":"calls","calls":[{"invitation":"i1","address":"alice@example.com","state":"connecting","call_type":"video"}]}"#
        )
        #expect(stage.ended.map(\.reason) == [.answeredElsewhere])
        #expect(stage.ended.map(\.listed) == [false])
        #expect(stage.badges == [])
    }

    @Test("a page that comes later is told that the system rings")
    func pageComesLater() {
        var stage = Stage.launched(active: true)
        stage.pushed(stage.payload())
        stage.says(#"{"ringway":1,"kind":"ready"}"#)
        #expect(stage.told.contains { $0.contains("system_rings") })
    }

    @Test("a reset of the system's calls ends it here alone")
    func systemReset() {
        var stage = Stage.launched()
        stage.pushed(stage.payload())
        stage.forget()
        stage.happens(.systemReset)
        stage.passes(milliseconds: 60_000)
        #expect(stage.requests.isEmpty)
        #expect(stage.ended.isEmpty)
    }

    @Test("time in the background is asked for, given back at the end, and given back at once when it is over")
    func background() {
        var stage = Stage.launched()
        stage.pushed(stage.payload())
        let task = stage.tasks.begun
        #expect(task.count == 1)
        stage.happens(.backgroundTimeOver(task: task[0]))
        #expect(stage.tasks.ended == task)
        stage.passes(milliseconds: 60_000)
        #expect(stage.tasks.ended == task, "once")
    }

    @Test("the server's clock is learnt from its answers, unless they were long under way")
    func learnsTheClock() throws {
        var stage = Stage.launched(memory: Memory())
        stage.pushed(stage.payload())
        let late = stage.requests[0].id
        stage.passes(milliseconds: 4_000)
        stage.happens(.responded(request: late, status: 500, body: Data(), date: Stage.start.adding(milliseconds: 90_000)))
        #expect(stage.machine.memory.clockAhead == nil)
        let prompt = try #require(stage.requests.last)
        stage.happens(.responded(request: prompt.id, status: 500, body: Data(), date: stage.now.adding(milliseconds: -90_000)))
        #expect(stage.machine.memory.clockAhead == 90_000)
        #expect(stage.done.contains { if case .remember = $0 { true } else { false } })
    }
}
