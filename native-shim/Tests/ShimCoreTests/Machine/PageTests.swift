import Foundation
import Testing

@testable import ShimCore

@Suite("The page")
struct PageTests {
    private static let home = "\(Stage.origin)/"

    @Test("is loaded when the app is in front and unlocked, not before")
    func loaded() {
        var stage = Stage.launched(unlocked: false)
        stage.happens(.becameActive)
        #expect(stage.opened == [])
        stage.happens(.protectedDataBecameAvailable)
        #expect(stage.opened == [PageTests.home])
        stage.happens(.resignedActive)
        stage.happens(.becameActive)
        #expect(stage.opened == [PageTests.home], "once")
    }

    @Test("gets the VoIP token at each load and at each change, and hears that there is none any more")
    func token() {
        var stage = Stage.launched(active: true)
        stage.happens(.tokenChanged(token: Data([0x00, 0xff, 0x10])))
        #expect(stage.told == [])
        stage.says(#"{"ringway":1,"kind":"ready"}"#)
        stage.happens(.tokenChanged(token: Data([0xab])))
        stage.happens(.tokenChanged(token: nil))
        stage.says(#"{"ringway":1,"kind":"ready"}"#)
        #expect(
            stage.told == [
                #"{"kind":"voip_token","ringway":1,"token":"00ff10"}"#,
                #"{"kind":"voip_token","ringway":1,"token":"ab"}"#,
                #"{"kind":"voip_token","ringway":1,"token":null}"#,
                #"{"kind":"voip_token","ringway":1,"token":null}"#,
            ])
    }

    @Test("before PushKit has said anything it is told nothing of a token")
    func tokenUnknown() {
        var stage = Stage.launched(active: true)
        stage.says(#"{"ringway":1,"kind":"ready"}"#)
        #expect(stage.told == [])
    }

    @Test("of another origin, in a frame, or of unknown kind is not heard, and the log says so")
    func dropped() {
        var stage = Stage.launched(active: true)
        stage.happens(.tokenChanged(token: Data([0xab])))
        stage.forget()
        let ready = #"{"ringway":1,"kind":"ready"}"#
        stage.happens(.pageMessage(origin: "https://evil.example", isMainFrame: true, body: ready))
        stage.happens(.pageMessage(origin: Stage.origin, isMainFrame: false, body: ready))
        stage.says(#"{"ringway":1,"kind":"wipe","secret":"hush"}"#)
        stage.says(#"{"ringway":2,"kind":"ready"}"#)
        stage.says("hush")
        #expect(stage.told == [])
        #expect(stage.logged.count == 5)
        #expect(stage.logged.allSatisfy { $0.level == .warning && !$0.text.contains("hush") })
    }

    @Test("whose process ended is loaded again: at once in front, else when the app comes to the front")
    func processEnded() {
        var stage = Stage.launched(active: true, listening: true)
        stage.happens(.webProcessEnded)
        #expect(stage.opened == [PageTests.home])
        stage.forget()
        stage.happens(.resignedActive)
        stage.happens(.webProcessEnded)
        #expect(stage.opened == [])
        stage.happens(.becameActive)
        #expect(stage.opened == [PageTests.home])
    }

    @Test("that cannot be loaded is tried again with growing pauses, only in front")
    func unreachable() {
        var stage = Stage.launched(active: true)
        var pauses: [Int64] = []
        for _ in 0..<6 {
            stage.happens(.pageFailed)
            stage.forget()
            let from = stage.now
            while stage.opened == [] { stage.passes(milliseconds: 500) }
            pauses.append(stage.now.since(from))
        }
        #expect(pauses == [1_000, 2_000, 4_000, 8_000, 15_000, 15_000])
        stage.happens(.pageFailed)
        stage.happens(.resignedActive)
        stage.forget()
        stage.passes(milliseconds: 60_000)
        #expect(stage.opened == [])
        stage.happens(.becameActive)
        #expect(stage.opened == [PageTests.home])
    }

    @Test("calls back whom the system's list names, when it listens; once")
    func callBack() {
        var stage = Stage.launched(active: true)
        stage.happens(.callBackAsked(handle: "alice@example.com", video: false))
        #expect(stage.told == [])
        stage.says(#"{"ringway":1,"kind":"ready"}"#)
        stage.says(#"{"ringway":1,"kind":"ready"}"#)
        #expect(stage.told.count { $0.contains(#""kind":"call_back""#) } == 1)
        #expect(stage.told.contains { $0.contains(#""call_type":"audio""#) && $0.contains("alice@example.com") })
    }

    @Test("calls back with video only whom the last call was with video, as far as is known: the list says it of every call")
    func callBackKind() {
        let kind = { (stage: inout Stage) -> String in
            stage.forget()
            stage.happens(.callBackAsked(handle: "alice@example.com", video: true))
            return stage.told.first { $0.contains("call_back") } ?? ""
        }
        var stage = Stage.launched(active: true, listening: true)
        #expect(kind(&stage).contains(#""call_type":"audio""#), "unknown")
        stage.pushed(stage.payload(seconds: 1))
        #expect(kind(&stage).contains(#""call_type":"video""#))
        stage.pushed(stage.payload("i2", seconds: 1, type: "audio"))
        #expect(kind(&stage).contains(#""call_type":"audio""#))
        let over = #"{"ringway":1,"kind":"call_over","address":"alice@example.com","name":"Alice","direction":"outgoing","call_type":"video","connected_at":null,"ended_at":1767225700}"#
        stage.says(over)
        #expect(kind(&stage).contains(#""call_type":"video""#))
        stage.forget()
        stage.happens(.callBackAsked(handle: "alice@example.com", video: false))
        #expect(stage.told.contains { $0.contains(#""call_type":"audio""#) }, "the system said so")
        stage.says(#"{"ringway":1,"kind":"signed_out"}"#)
        #expect(kind(&stage).contains(#""call_type":"audio""#), "forgotten with the account")
    }

    @Test("calls nobody back with whom a call goes on: the buttons of the system's screen say the same")
    func callBackInCall() throws {
        var stage = Stage.launched()
        let call = try stage.rung(stage.payload())
        stage.happens(.answerTapped(call: call))
        stage.happens(.callBackAsked(handle: "alice@example.com", video: true))
        stage.happens(.becameActive)
        stage.happens(.callEnded(call: call))
        stage.says(#"{"ringway":1,"kind":"ready"}"#)
        #expect(!stage.told.contains { $0.contains("call_back") })
        stage.says(#"{"ringway":1,"kind":"answer_taken","invitation":"i1"}"#)
        stage.says(
            #"{"ringway":1,"kind":"calls","calls":[{"invitation":"i1","address":"alice@example.com","state":"connected","call_type":"video"}]}"#
        )
        stage.happens(.callBackAsked(handle: "alice@example.com", video: true))
        #expect(!stage.told.contains { $0.contains("call_back") })
        stage.happens(.callBackAsked(handle: "carol@example.com", video: false))
        #expect(stage.told.contains { $0.contains("call_back") && $0.contains("carol@example.com") })
    }

    @Test("calls nobody back long after it was asked to")
    func callBackTooLate() {
        var stage = Stage.launched(active: true)
        stage.happens(.pageFailed)
        stage.happens(.callBackAsked(handle: "alice@example.com", video: false))
        stage.passes(milliseconds: 120_000)
        stage.says(#"{"ringway":1,"kind":"ready"}"#)
        #expect(!stage.told.contains { $0.contains("call_back") })
    }

    @Test("that is loaded and does not listen counts as one that cannot be loaded, later each time, only in front")
    func neverListens() {
        var stage = Stage.launched(active: true)
        var patience: [Int64] = []
        for _ in 0..<4 {
            stage.forget()
            let from = stage.now
            while !stage.done.contains(.showUnreachable) { stage.passes(milliseconds: 500) }
            patience.append(stage.now.since(from))
            while stage.opened == [] { stage.passes(milliseconds: 500) }
        }
        #expect(patience == [20_000, 40_000, 60_000, 60_000])
        stage.happens(.resignedActive)
        stage.forget()
        stage.passes(milliseconds: 120_000)
        #expect(!stage.done.contains(.showUnreachable))
        stage.happens(.becameActive)
        #expect(!stage.done.contains(.showUnreachable), "it has its time again")
        stage.says(#"{"ringway":1,"kind":"ready"}"#)
        stage.passes(milliseconds: 120_000)
        #expect(!stage.done.contains(.showUnreachable))
    }

    @Test("calls nobody back who has no address", arguments: ["", "a b", IncomingReport.nobody])
    func callBackNobody(handle: String) {
        var stage = Stage.launched(active: true, listening: true)
        stage.happens(.callBackAsked(handle: handle, video: true))
        #expect(stage.told == [])
    }

    @Test("holds a voice call at the ear: the screen goes dark there, and only then")
    func proximity() {
        var stage = Stage.launched(active: true, listening: true)
        let call = { (state: String, type: String) in
            #"{"ringway":1,"kind":"calls","calls":[{"invitation":"i1","address":"a@b","state":"\#(state)","call_type":"\#(type)"}]}"#
        }
        stage.says(call("calling", "audio"))
        #expect(stage.done == [])
        stage.says(call("connected", "audio"))
        stage.says(call("connected", "audio"))
        stage.says(call("connected", "video"))
        #expect(stage.done == [.setProximity(on: true), .setProximity(on: false)])
        stage.says(call("connected", "audio"))
        stage.forget()
        stage.happens(.webProcessEnded)
        #expect(stage.done.contains(.setProximity(on: false)))
    }

    @Test("tells of a call that was: the system gets it with its true times, if somebody can be called back")
    func donation() {
        var stage = Stage.launched(active: true, listening: true)
        let over = { (address: String) in
            #"{"ringway":1,"kind":"call_over","address":"\#(address)","name":"Alice","direction":"incoming","call_type":"video","connected_at":1767225600,"ended_at":1767225700}"#
        }
        stage.says(over(""))
        #expect(stage.done == [])
        stage.says(over("alice@example.com"))
        #expect(
            stage.done == [
                .donate(
                    CallRecord(
                        handle: "alice@example.com", name: "Alice", direction: .incoming, video: true,
                        connected: Stage.start, ended: Stage.start.adding(milliseconds: 100_000)))
            ])
    }

    @Test("says how many missed calls were not seen, for the badge; signing out clears it")
    func badge() {
        var stage = Stage.launched(active: true, listening: true)
        stage.says(#"{"ringway":1,"kind":"missed","count":3}"#)
        stage.says(#"{"ringway":1,"kind":"missed","count":3}"#)
        stage.says(#"{"ringway":1,"kind":"signed_out"}"#)
        #expect(stage.badges == [3, 0])
    }

    @Test("opens the settings and the choice of speakers")
    func system() {
        var stage = Stage.launched(active: true, listening: true)
        stage.says(#"{"ringway":1,"kind":"open_settings"}"#)
        stage.says(#"{"ringway":1,"kind":"show_audio_routes"}"#)
        #expect(stage.done == [.openSettings, .showAudioRoutes])
    }
}
