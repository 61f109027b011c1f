import Foundation
import Testing

@testable import ShimCore

@Suite("Answered in the system’s screen")
struct AnsweringTests {
    private static let link =
        "\(Stage.origin)/call#invitation=i1&ticket=ticket.1&address=bob%40example.com&action=answer"

    @Test("on a locked phone: fulfilled, in front, let go of, and only then handed to the page")
    func lockedPhone() throws {
        var stage = Stage.launched()
        let call = try stage.rung(stage.payload())
        stage.forget()
        stage.happens(.answerTapped(call: call))
        #expect(stage.done.first == .fulfilAnswer(call: call))
        #expect(stage.requests.map(\.body) == [Data(#"{"answering":true}"#.utf8)])
        stage.passes(milliseconds: 3_000) { Answers.state($0, "ringing") }
        #expect(stage.opened == [] && stage.ended.isEmpty)
        stage.happens(.becameActive)
        #expect(stage.ended.map(\.call) == [call])
        #expect(stage.ended.map(\.listed) == [false], "one second is not the length of this call")
        #expect(stage.opened == [])
        stage.happens(.callEnded(call: call))
        #expect(stage.opened == [AnsweringTests.link])
        #expect(stage.told == [])
        stage.says(#"{"ringway":1,"kind":"ready"}"#)
        #expect(stage.told.count == 1)
        let told = try #require(stage.told.first)
        #expect(told.contains(#""kind":"answered""#) && told.contains("ticket.1"))
    }

    @Test("with the page open: told over the bridge, without loading anything")
    func pageListens() throws {
        var stage = Stage.launched(active: true, listening: true)
        let call = try stage.rung(stage.payload())
        stage.happens(.answerTapped(call: call))
        #expect(!stage.told.contains { $0.contains(#""kind":"answered""#) })
        stage.happens(.callEnded(call: call))
        #expect(stage.told.contains { $0.contains(#""kind":"answered""#) })
        #expect(stage.opened == [])
    }

    @Test("the answer is told to every new page until one has taken it")
    func replayed() throws {
        var stage = Stage.launched(active: true, listening: true)
        let call = try stage.rung(stage.payload())
        stage.answered(call)
        stage.forget()
        stage.happens(.webProcessEnded)
        #expect(stage.opened == [AnsweringTests.link])
        stage.says(#"{"ringway":1,"kind":"ready"}"#)
        #expect(stage.told.contains { $0.contains(#""kind":"answered""#) })
        stage.says(#"{"ringway":1,"kind":"answer_taken","invitation":"i1"}"#)
        stage.forget()
        stage.happens(.webProcessEnded)
        stage.says(#"{"ringway":1,"kind":"ready"}"#)
        #expect(stage.opened == ["\(Stage.origin)/"])
        #expect(!stage.told.contains { $0.contains(#""kind":"answered""#) })
    }

    @Test("a page that is just loading gets the answer when it listens")
    func pageLoads() throws {
        var stage = Stage.launched()
        stage.happens(.becameActive)
        #expect(stage.opened == ["\(Stage.origin)/"])
        let call = try stage.rung(stage.payload())
        stage.answered(call)
        #expect(stage.opened.count == 1)
        stage.says(#"{"ringway":1,"kind":"ready"}"#)
        #expect(stage.told.contains { $0.contains(#""kind":"answered""#) })
    }

    @Test("in a browser where the build says so, without the web view")
    func browser() throws {
        var stage = Stage.launched(handOff: .browser)
        let call = try stage.rung(stage.payload())
        stage.happens(.answerTapped(call: call))
        stage.happens(.becameActive)
        #expect(stage.browsed == [])
        stage.happens(.callEnded(call: call))
        #expect(stage.browsed == [AnsweringTests.link])
        #expect(!stage.opened.contains { $0.contains("ticket") })
        #expect(stage.tasks.begun == stage.tasks.ended)
    }

    @Test("before the first unlock it waits for the unlock, too: no page has storage before")
    func beforeUnlock() throws {
        var stage = Stage.launched(unlocked: false)
        let call = try stage.rung(stage.payload())
        stage.happens(.answerTapped(call: call))
        stage.happens(.becameActive)
        #expect(stage.ended.isEmpty && stage.opened == [])
        stage.happens(.protectedDataBecameAvailable)
        stage.happens(.callEnded(call: call))
        #expect(stage.opened == [AnsweringTests.link])
    }

    @Test("waits until the system has given the microphone back, if it has it")
    func microphone() throws {
        var stage = Stage.launched(active: true, listening: true)
        let call = try stage.rung(stage.payload())
        stage.happens(.answerTapped(call: call))
        stage.happens(.audioActivated)
        stage.happens(.callEnded(call: call))
        stage.passes(milliseconds: 300)
        #expect(!stage.told.contains { $0.contains(#""kind":"answered""#) })
        stage.happens(.audioDeactivated)
        #expect(stage.told.count { $0.contains(#""kind":"answered""#) } == 1)
        stage.passes(milliseconds: 10_000)
        #expect(stage.told.count { $0.contains(#""kind":"answered""#) } == 1)
    }

    @Test("does not wait for ever for a microphone that the system keeps, also in the last second")
    func microphoneKept() throws {
        var stage = Stage.launched(active: true, listening: true)
        let call = try stage.rung(stage.payload())
        stage.passes(milliseconds: 44_500) { Answers.state($0, "ringing") }
        stage.happens(.answerTapped(call: call))
        stage.happens(.audioActivated)
        stage.passes(milliseconds: 4_900)
        stage.happens(.callEnded(call: call))
        stage.passes(milliseconds: 1_000)
        #expect(stage.told.contains { $0.contains(#""kind":"answered""#) })
    }

    @Test("answered before the system has taken the report: let go of only when it has")
    func answeredBeforeReported() throws {
        var stage = Stage.launched(active: true, listening: true)
        stage.happens(.pushArrived(push: "p", payload: Data(stage.payload().utf8), mustReport: true))
        let call = try #require(stage.reports.first?.call)
        stage.happens(.answerTapped(call: call))
        #expect(stage.ended.isEmpty)
        stage.happens(.reported(call: call, problem: nil))
        #expect(stage.ended.map(\.listed) == [false])
        stage.happens(.callEnded(call: call))
        #expect(stage.told.contains { $0.contains(#""kind":"answered""#) })
    }

    @Test("hung up while the system still has the microphone: declined, not handed over")
    func hungUpWithMicrophone() throws {
        var stage = Stage.launched(active: true, listening: true)
        let call = try stage.rung(stage.payload())
        stage.happens(.answerTapped(call: call))
        stage.happens(.audioActivated)
        stage.happens(.callEnded(call: call))
        stage.happens(.endTapped(call: call))
        stage.passes(milliseconds: 5_000)
        #expect(stage.requests.contains { $0.url.hasSuffix("/end_session") })
        #expect(!stage.told.contains { $0.contains(#""kind":"answered""#) })
    }

    @Test("answered elsewhere before it could be handed over: ended with that, and no page opens")
    func answeredElsewhereMeanwhile() throws {
        var stage = Stage.launched()
        let call = try stage.rung(stage.payload())
        stage.happens(.answerTapped(call: call))
        stage.passes(milliseconds: 1_500) { Answers.state($0, "accepted", reason: "answered_elsewhere") }
        #expect(stage.ended.map(\.reason) == [.answeredElsewhere])
        stage.happens(.becameActive)
        #expect(stage.opened == ["\(Stage.origin)/"])
    }

    @Test("never in front: at the deadline it is over, and not for this phone alone")
    func neverInFront() throws {
        var stage = Stage.launched()
        let call = try stage.rung(stage.payload())
        stage.happens(.answerTapped(call: call))
        stage.passes(milliseconds: 45_000) { .requestFailed(request: $0.id) }
        #expect(stage.ended.map(\.reason) == [.unanswered])
    }

    @Test("hung up before the page has it: declined at the server, never opened")
    func hungUpMeanwhile() throws {
        var stage = Stage.launched(active: true, listening: true)
        let call = try stage.rung(stage.payload())
        stage.happens(.answerTapped(call: call))
        stage.forget()
        stage.happens(.endTapped(call: call))
        stage.happens(.callEnded(call: call))
        #expect(stage.done.first == .fulfilEnd(call: call))
        #expect(stage.requests.map(\.url) == ["\(Stage.origin)/api/services/bob%40example.com/end_session"])
        #expect(!stage.told.contains { $0.contains(#""kind":"answered""#) })
    }

    @Test("a reset of the system's calls loses no answer")
    func systemReset() throws {
        var stage = Stage.launched()
        let call = try stage.rung(stage.payload())
        stage.happens(.answerTapped(call: call))
        stage.happens(.systemReset)
        #expect(stage.opened == [])
        stage.happens(.becameActive)
        #expect(stage.opened == [AnsweringTests.link])
        #expect(stage.ended.isEmpty, "the system has nothing to end")
    }

    @Test("a page that cannot be loaded says so, and is tried again with the answer")
    func pageUnreachable() throws {
        var stage = Stage.launched(active: true)
        stage.happens(.pageFailed)
        #expect(stage.done.contains(.showUnreachable))
        let call = try stage.rung(stage.payload())
        stage.answered(call)
        #expect(stage.opened == [AnsweringTests.link])
        stage.happens(.pageFailed)
        stage.forget()
        stage.passes(milliseconds: 2_000) { Answers.state($0, "ringing") }
        #expect(stage.opened == [AnsweringTests.link])
    }

    @Test("the server is told 'answering' until the page has taken it")
    func answering() throws {
        var stage = Stage.launched(active: true, listening: true)
        let call = try stage.rung(stage.payload())
        stage.answered(call)
        stage.forget()
        stage.passes(milliseconds: 2_000) { Answers.state($0, "ringing") }
        #expect(stage.requests.allSatisfy { $0.body == Data(#"{"answering":true}"#.utf8) })
        #expect(stage.requests.count >= 2)
        stage.says(#"{"ringway":1,"kind":"answer_taken","invitation":"i1"}"#)
        stage.forget()
        stage.passes(milliseconds: 5_000)
        #expect(stage.requests.isEmpty)
    }

    @Test("in the last second, while the system takes its time: the page still gets it, and says what became of it")
    func lastSecond() throws {
        var stage = Stage.launched(active: true, listening: true)
        let call = try stage.rung(stage.payload())
        stage.passes(milliseconds: 44_900) { Answers.state($0, "ringing") }
        stage.happens(.answerTapped(call: call))
        stage.passes(milliseconds: 1_000) { Answers.state($0, "missed", reason: "missed") }
        stage.happens(.callEnded(call: call))
        #expect(stage.told.contains { $0.contains(#""kind":"answered""#) })
    }
}
