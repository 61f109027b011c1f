import Foundation
import Testing

@testable import ShimCore

@Suite("What the page says")
struct FromPageTests {
    @Test("is heard, and nothing of it is lost", arguments: Vectors.shared.fromPage)
    func heard(message: JSON) throws {
        let heard = try read(String(decoding: message.bytes(), as: UTF8.self)).get()
        #expect(JSON.object(heard.fields) == message)
    }

    @Test("is dropped with a word for the log", arguments: Vectors.shared.fromPageRefused)
    func dropped(vector: RefusedMessageVector) throws {
        let read = FromPage.read(
            try vector.body(), origin: vector.origin ?? Vectors.origin, isMainFrame: vector.isMainFrame ?? true,
            expected: Vectors.origin)
        #expect(problem(of: read)?.rawValue == vector.problem)
    }

    @Test("is not even looked at from elsewhere")
    func elsewhere() {
        let read = FromPage.read("{", origin: "null", isMainFrame: false, expected: Vectors.origin)
        #expect(problem(of: read) == .otherOrigin)
    }

    @Test("may have fields of a later page, and be nested without end")
    func later() {
        #expect(read(#"{"ringway":1,"kind":"ready","mood":{"deep":[1]}}"#) == .success(.ready))
        let deep = String(repeating: "[", count: 100_000)
        #expect(problem(of: read(#"{"ringway":1,"kind":"ready","mood":"# + deep)) == .notJSON)
    }

    @Test("of a moment that no calendar has is dropped", arguments: ["-1", "253402300800", "1e15"])
    func moments(end: String) {
        let body = #"""
            {"ringway":1,"kind":"call_over","address":"a","name":"A","direction":"incoming","call_type":"audio",
            "connected_at":null,"ended_at":\#(end)}
            """#
        #expect(problem(of: read(body)) == .malformed)
    }

    private func read(_ body: String) -> Result<FromPage, BridgeProblem> {
        FromPage.read(body, origin: Vectors.origin, isMainFrame: true, expected: Vectors.origin)
    }

    private func problem(of read: Result<FromPage, BridgeProblem>) -> BridgeProblem? {
        guard case .failure(let problem) = read else { return nil }
        return problem
    }
}

extension FromPage {
    /// The envelope again, as the page wrote it.
    fileprivate var fields: [String: JSON] {
        switch self {
        case .ready: envelope("ready")
        case .answerTaken(let invitation): envelope("answer_taken", ["invitation": .text(invitation)])
        case .calls(let calls): envelope("calls", ["calls": .list(calls.map(\.json))])
        case .callOver(let record): envelope("call_over", record.fields)
        case .signedOut: envelope("signed_out")
        case .missed(let count): envelope("missed", ["count": .number(Double(count))])
        case .openSettings: envelope("open_settings")
        case .showAudioRoutes: envelope("show_audio_routes")
        }
    }

    private func envelope(_ kind: String, _ fields: [String: JSON] = [:]) -> [String: JSON] {
        fields.merging(["ringway": .number(1), "kind": .text(kind)]) { $1 }
    }
}

extension ShownCall {
    fileprivate var json: JSON {
        .object([
            "invitation": invitation.map(JSON.text) ?? .null,
            "address": .text(address),
            "state": .text(state.rawValue),
            "call_type": .text(video ? "video" : "audio"),
        ])
    }
}

extension CallRecord {
    fileprivate var fields: [String: JSON] {
        [
            "address": .text(handle),
            "name": .text(name),
            "direction": .text(direction.rawValue),
            "call_type": .text(video ? "video" : "audio"),
            "connected_at": connected.map(\.json) ?? .null,
            "ended_at": ended.json,
        ]
    }
}

extension Instant {
    fileprivate var json: JSON { .number(Double(milliseconds) / 1_000) }
}
