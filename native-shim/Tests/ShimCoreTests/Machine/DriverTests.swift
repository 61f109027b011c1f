import Foundation
import Testing

@testable import ShimCore

/// Every port of the shim, and in which order it was called.
@MainActor
private final class Spies: Phone, PageHost, CallReporter {
    var called: [String] = []
    /// What a port does when it is called, from within.
    var answer: ((String) -> Void)?
    private(set) var reports: [IncomingReport] = []

    private func note(_ call: String) {
        called.append(call)
        answer?(call)
    }

    func makeReporter(_ kind: ReporterKind) -> any CallReporter {
        note("makeReporter \(kind.rawValue)")
        return self
    }
    func report(_ incoming: IncomingReport) {
        reports.append(incoming)
        note("report")
    }
    func end(_ call: UUID, reason: EndReason, listed: Bool) { note("end \(reason.rawValue)") }
    func fulfilAnswer(_ call: UUID) { note("fulfilAnswer") }
    func fulfilEnd(_ call: UUID) { note("fulfilEnd") }
    func completePush(_ push: String) { note("completePush \(push)") }
    func send(_ request: ShimRequest) { note("send \(request.url.split(separator: "/").last ?? "")") }
    func beginBackgroundTask(_ task: Int) { note("beginBackgroundTask") }
    func endBackgroundTask(_ task: Int) { note("endBackgroundTask") }
    func openBrowser(_ url: String) { note("openBrowser") }
    func setBadge(_ count: Int) { note("setBadge \(count)") }
    func remember(_ memory: Data) { note("remember") }
    func wake(at moment: Instant?) { note("wake") }
    func donate(_ call: CallRecord) { note("donate") }
    func setProximity(_ on: Bool) { note("setProximity \(on)") }
    func openSettings() { note("openSettings") }
    func showAudioRoutes() { note("showAudioRoutes") }
    func log(_ line: LogLine) {}
    func open(_ url: String) { note("open \(url)") }
    func showUnreachable() { note("showUnreachable") }
    func tell(_ message: String) { note("tell") }
}

@Suite("The shim at its ports")
@MainActor
struct DriverTests {
    private let spies = Spies()

    private func launched(active: Bool = false) -> Shim {
        let shim = Shim(
            configuration: Configuration(origin: Stage.origin, handOff: .webView), phone: spies, page: spies,
            now: { Stage.start })
        let memory = try? JSONEncoder().encode(Memory(clockAhead: 0))
        shim.receive(
            .launched(Launch(memory: memory, region: "CN", protectedDataAvailable: true, active: active)))
        return shim
    }

    private var payload: Data { Data(Stage().payload().utf8) }

    @Test("makes the reporter of this launch before anything else, once")
    func reporter() {
        _ = launched(active: true)
        #expect(spies.called.first == "makeReporter liveCommunicationKit")
        #expect(spies.called.count { $0.hasPrefix("makeReporter") } == 1)
    }

    @Test("reports a push before `receive` returns, and carries out the rest in its order")
    func reportsInTheSameTurn() {
        let shim = launched()
        spies.called = []
        shim.receive(.pushArrived(push: "p", payload: payload, mustReport: true))
        #expect(spies.called == ["report", "beginBackgroundTask", "wake"])
    }

    @Test("what a port says while it is called comes after what was decided before")
    func reentrance() {
        let shim = launched()
        spies.called = []
        spies.answer = { [spies] call in
            // CallKit may answer within the call.
            if call == "report", let report = spies.reports.last {
                shim.receive(.reported(call: report.call, problem: nil))
            }
        }
        shim.receive(.pushArrived(push: "p", payload: payload, mustReport: true))
        #expect(spies.called == ["report", "beginBackgroundTask", "wake", "completePush p", "send ringing", "wake"])
    }

    @Test("carries every kind of effect to its port")
    func everyPort() throws {
        let shim = launched(active: true)
        spies.answer = { [spies] call in
            if call == "report", let report = spies.reports.last {
                shim.receive(.reported(call: report.call, problem: nil))
            }
        }
        let page = { (message: String) in
            shim.receive(.pageMessage(origin: Stage.origin, isMainFrame: true, body: message))
        }
        shim.receive(.pageFailed)
        page(#"{"ringway":1,"kind":"ready"}"#)
        shim.receive(.tokenChanged(token: Data([1])))
        shim.receive(.storefrontLearnt(country: "USA"))
        page(#"{"ringway":1,"kind":"open_settings"}"#)
        page(#"{"ringway":1,"kind":"show_audio_routes"}"#)
        page(#"{"ringway":1,"kind":"missed","count":2}"#)
        page(
            #"{"ringway":1,"kind":"calls","calls":[{"invitation":null,"address":"c@d","state":"connected","call_type":"audio"}]}"#)
        page(
            #"{"ringway":1,"kind":"call_over","address":"c@d","name":"C","direction":"incoming","call_type":"audio","connected_at":1,"ended_at":2}"#)
        shim.receive(.pushArrived(push: "p", payload: payload, mustReport: true))
        let call = try #require(spies.reports.last?.call)
        shim.receive(.answerTapped(call: call))
        shim.receive(.endTapped(call: call))
        let wanted = [
            "open \(Stage.origin)/", "showUnreachable", "tell", "remember", "openSettings", "showAudioRoutes",
            "setBadge 2", "setProximity true", "donate", "report", "beginBackgroundTask", "completePush p",
            "send ringing", "fulfilAnswer", "end remoteEnded", "fulfilEnd", "send end_session", "wake",
        ]
        for one in wanted { #expect(spies.called.contains(one), "\(one)") }
    }

    @Test("hands over in the browser where the build says so")
    func browser() throws {
        let shim = Shim(
            configuration: Configuration(origin: Stage.origin, handOff: .browser), phone: spies, page: spies,
            now: { Stage.start })
        shim.receive(.launched(Launch(memory: nil, region: "DE", protectedDataAvailable: true, active: true)))
        shim.receive(.pushArrived(push: "p", payload: payload, mustReport: true))
        let call = try #require(spies.reports.last?.call)
        shim.receive(.answerTapped(call: call))
        #expect(!spies.called.contains("openBrowser"))
        shim.receive(.callEnded(call: call))
        #expect(spies.called.contains("openBrowser"))
        #expect(spies.called.contains("endBackgroundTask"))
    }
}
