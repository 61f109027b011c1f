import Foundation
import Testing

@testable import ShimCore

@Suite("Launch")
struct LaunchTests {
    private func launch(memory: Data? = nil, region: String? = "DE", active: Bool = false) -> Stage {
        var stage = Stage()
        stage.happens(
            .launched(Launch(memory: memory, region: region, protectedDataAvailable: true, active: active)))
        return stage
    }

    @Test("chooses what rings first of all, by what was learnt before, else by the region")
    func reporter() throws {
        #expect(launch(region: "DE").done.first == .useReporter(.callKit))
        #expect(launch(region: nil).done.first == .useReporter(.callKit))
        #expect(launch(region: "CN").done.first == .useReporter(.liveCommunicationKit))
        let learnt = try JSONEncoder().encode(Memory(reporter: .callKit))
        #expect(launch(memory: learnt, region: "CN").done.first == .useReporter(.callKit))
    }

    @Test("survives a file that says nothing", arguments: ["", "{", "[]", #"{"missed":"many"}"#])
    func brokenMemory(text: String) {
        #expect(launch(memory: Data(text.utf8)).done.first == .useReporter(.callKit))
    }

    @Test("remembers the App Store's country for the next launch, and changes nothing in this one")
    func storefront() throws {
        var stage = launch(region: "DE")
        stage.forget()
        stage.happens(.storefrontLearnt(country: "CHN"))
        #expect(stage.done.count == 1)
        guard case .remember(let memory) = stage.done.first else {
            Issue.record("nothing is remembered")
            return
        }
        #expect(launch(memory: memory, region: "DE").done.first == .useReporter(.liveCommunicationKit))
        stage.forget()
        stage.happens(.storefrontLearnt(country: "CHN"))
        #expect(stage.done.isEmpty)
    }

    @Test("what is remembered holds no secret and no name")
    func noSecrets() {
        var stage = Stage.launched()
        stage.pushed(stage.payload(ticket: "secret-ticket", seconds: 1))
        for case .remember(let memory) in stage.done {
            let text = String(decoding: memory, as: UTF8.self)
            #expect(!text.contains("secret") && !text.contains("alice") && !text.contains("Alice"))
        }
        #expect(stage.badges == [1])
    }

    @Test("asks for the server's time in front, once, where it is not known")
    func time() {
        var stage = launch(active: true)
        #expect(stage.requests.map(\.url) == ["\(Stage.origin)/healthz"])
        stage.happens(.resignedActive)
        stage.happens(.becameActive)
        #expect(stage.requests.count == 1)
        stage.happens(
            .responded(
                request: stage.requests[0].id, status: 200, body: Data(), date: stage.now.adding(milliseconds: -60_000)))
        #expect(stage.machine.memory.clockAhead == 60_000)
    }

    @Test("asks for the time anew in each run of the app: the clock may have been set since")
    func timeAgain() throws {
        let known = try JSONEncoder().encode(Memory(clockAhead: 0))
        var stage = launch(memory: known, active: true)
        let request = try #require(stage.requests.first)
        #expect(request.url == "\(Stage.origin)/healthz")
        stage.happens(.responded(request: request.id, status: 200, body: Data(), date: stage.now))
        stage.happens(.resignedActive)
        stage.happens(.becameActive)
        #expect(stage.requests.count == 1)
    }

    @Test("is awaited: nothing else is heard before it, and it happens once")
    func first() {
        var stage = Stage()
        stage.happens(.becameActive)
        #expect(stage.opened == [])
        stage = launch()
        stage.forget()
        stage.happens(.launched(Launch(memory: nil, region: "CN", protectedDataAvailable: true, active: true)))
        #expect(!stage.done.contains(.useReporter(.liveCommunicationKit)))
    }
}
