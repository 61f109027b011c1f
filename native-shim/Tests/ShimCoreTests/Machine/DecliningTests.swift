import Foundation
import Testing

@testable import ShimCore

@Suite("Declined in the system’s screen")
struct DecliningTests {
    @Test("the server is told at once, natively, with time in the background until it has heard")
    func toldAtOnce() throws {
        var stage = Stage.launched()
        let call = try stage.rung(stage.payload())
        stage.forget()
        stage.happens(.endTapped(call: call))
        #expect(stage.done.first == .fulfilEnd(call: call))
        let request = try #require(stage.requests.first)
        #expect(request.url == "\(Stage.origin)/api/services/bob%40example.com/end_session")
        #expect(request.headers["token"] == "ticket.1")
        #expect(stage.tasks.ended == [])
        stage.happens(Answers.status(request, 200))
        #expect(stage.tasks.ended.count == 1)
        #expect(stage.ended.isEmpty, "the system ended it itself")
        #expect(stage.badges == [])
    }

    @Test("it is told again within the ring time, with growing pauses, and not after it")
    func toldAgain() throws {
        var stage = Stage.launched()
        let call = try stage.rung(stage.payload())
        stage.forget()
        stage.happens(.endTapped(call: call))
        stage.passes(milliseconds: 44_000) { Answers.status($0, 503) }
        #expect(stage.requests.count == 13, "at 0, 1, 3, 7 s, and every 4 s from then on")
        stage.passes(milliseconds: 1_000) { .requestFailed(request: $0.id) }
        stage.forget()
        stage.passes(milliseconds: 60_000)
        #expect(stage.requests.isEmpty)
        #expect(stage.machine.rings.isEmpty)
    }

    @Test("it begins to be told again after a lost network", arguments: [200, 401, 403, 404, 409])
    func settles(status: Int) throws {
        var stage = Stage.launched()
        let call = try stage.rung(stage.payload())
        stage.happens(.endTapped(call: call))
        stage.happens(.requestFailed(request: try #require(stage.requests.last).id))
        stage.forget()
        stage.passes(milliseconds: 1_000) { Answers.status($0, status) }
        #expect(stage.requests.count == 1)
        stage.forget()
        stage.passes(milliseconds: 30_000)
        #expect(stage.done.isEmpty)
    }

    @Test("a push for it that comes again does not ring")
    func pushAgain() throws {
        var stage = Stage.launched()
        let call = try stage.rung(stage.payload())
        stage.happens(.endTapped(call: call))
        stage.forget()
        stage.pushed(stage.payload(), as: "again")
        #expect(stage.ended.map(\.listed) == [false])
        #expect(stage.completed == ["again"])
    }

    @Test("a late word of the ring does not bring it back")
    func lateWord() throws {
        var stage = Stage.launched()
        let call = try stage.rung(stage.payload())
        let asked = try #require(stage.requests.first)
        stage.happens(.endTapped(call: call))
        stage.forget()
        stage.happens(Answers.state(asked, "ringing"))
        stage.happens(Answers.state(asked, "rejected", reason: "rejected_elsewhere"))
        #expect(stage.ended.isEmpty)
        #expect(stage.machine.rings.count == 1)
    }
}
