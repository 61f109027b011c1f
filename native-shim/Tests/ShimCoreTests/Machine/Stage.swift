import Foundation

@testable import ShimCore

/// A shim in virtual time, with everything that it did.
struct Stage {
    static let origin = "https://calls.example.com"
    /// 2026-01-01 00:00:00 UTC.
    static let start = Instant(milliseconds: 1_767_225_600_000)

    private(set) var now = Stage.start
    private(set) var machine: ShimMachine
    /// What was done since `forget`.
    private(set) var done: [ShimEffect] = []

    init(handOff: HandOff = .webView) {
        machine = ShimMachine(configuration: Configuration(origin: Stage.origin, handOff: handOff))
    }

    /// A shim that runs: in front or behind, with a page that listens or none.
    static func launched(
        active: Bool = false, unlocked: Bool = true, listening: Bool = false, memory: Memory = Memory(clockAhead: 0),
        handOff: HandOff = .webView
    ) -> Stage {
        var stage = Stage(handOff: handOff)
        stage.happens(
            .launched(
                Launch(
                    memory: try? JSONEncoder().encode(memory), region: "DE", protectedDataAvailable: unlocked,
                    active: active)))
        if listening { stage.says(#"{"ringway":1,"kind":"ready"}"#) }
        stage.forget()
        return stage
    }

    mutating func happens(_ event: ShimEvent) {
        done += machine.handle(event, at: now)
    }

    mutating func forget() {
        done = []
    }

    /// Time goes by; the shim is woken whenever it asked for it. Requests are answered by `answer`, at once.
    mutating func passes(milliseconds: Int64, answer: (ShimRequest) -> ShimEvent? = { _ in nil }) {
        let end = now.adding(milliseconds: milliseconds)
        reply(answer)
        while let next = machine.wakeAsked, next <= end {
            now = max(now, next)
            happens(.timePassed)
            reply(answer)
        }
        now = end
        happens(.timePassed)
        reply(answer)
    }

    /// Time goes by without a timer.
    mutating func passesQuietly(until moment: Instant) {
        now = max(now, moment)
    }

    private var replied = 0
    private mutating func reply(_ answer: (ShimRequest) -> ShimEvent?) {
        for request in requests where request.id > replied {
            replied = request.id
            if let event = answer(request) { happens(event) }
        }
    }

    mutating func says(_ message: String) {
        happens(.pageMessage(origin: Stage.origin, isMainFrame: true, body: message))
    }

    /// A push arrives, and the system takes its report. Answers the call that was reported last.
    @discardableResult
    mutating func pushed(_ payload: String, as push: String = "push", mustReport: Bool = true) -> UUID? {
        happens(.pushArrived(push: push, payload: Data(payload.utf8), mustReport: mustReport))
        guard let call = reports.last?.call else { return nil }
        happens(.reported(call: call, problem: nil))
        return call
    }

    struct NothingReported: Error {}

    /// The same, where a call must have been reported.
    mutating func rung(_ payload: String, as push: String = "push") throws -> UUID {
        guard let call = pushed(payload, as: push) else { throw NothingReported() }
        return call
    }

    /// Answered in the system's screen, and the system has let go where it was asked to.
    mutating func answered(_ call: UUID) {
        happens(.answerTapped(call: call))
        if ended.contains(where: { $0.call == call }) { happens(.callEnded(call: call)) }
    }

    /// The payload of a video call by Alice that rings for 45 s from now on.
    func payload(
        _ invitation: String = "i1", ticket: String = "ticket.1", seconds: Int64 = 45, waiting: Bool = false,
        from: String = "alice@example.com", type: String = "video"
    ) -> String {
        let placed = now.milliseconds / 1_000
        return """
            {"aps":{},"remote_alias":"alice","owner":"example.com","remote_display_name":"Alice",
            "conference_alias":"bob@example.com","token":"\(ticket)","time":"\(placed)","service_type":"gateway",
            "bsskey":"\(invitation)","invitation":"\(invitation)","remote_address":"\(from)","call_type":"\(type)",
            "expires_at":\(placed + seconds),"origin":"\(Stage.origin)","waiting":\(waiting)}
            """
    }
}

// What was done, by kind.
extension Stage {
    var reports: [IncomingReport] {
        done.compactMap { if case .reportIncoming(let report) = $0 { report } else { nil } }
    }
    var completed: [String] {
        done.compactMap { if case .completePush(let push) = $0 { push } else { nil } }
    }
    var ended: [(call: UUID, reason: EndReason, listed: Bool)] {
        done.compactMap {
            if case .endCall(let call, let reason, let listed) = $0 { (call, reason, listed) } else { nil }
        }
    }
    var requests: [ShimRequest] {
        done.compactMap { if case .request(let request) = $0 { request } else { nil } }
    }
    var opened: [String] {
        done.compactMap { if case .openPage(let url) = $0 { url } else { nil } }
    }
    var browsed: [String] {
        done.compactMap { if case .openBrowser(let url) = $0 { url } else { nil } }
    }
    var told: [String] {
        done.compactMap { if case .tellPage(let message) = $0 { message } else { nil } }
    }
    var badges: [Int] {
        done.compactMap { if case .setBadge(let count) = $0 { count } else { nil } }
    }
    var logged: [LogLine] {
        done.compactMap { if case .log(let line) = $0 { line } else { nil } }
    }
    var tasks: (begun: [Int], ended: [Int]) {
        (
            done.compactMap { if case .beginBackgroundTask(let task) = $0 { task } else { nil } },
            done.compactMap { if case .endBackgroundTask(let task) = $0 { task } else { nil } }
        )
    }
}

/// The server's answers.
enum Answers {
    static func state(_ request: ShimRequest, _ state: String, reason: String? = nil, invitation: String = "i1") -> ShimEvent {
        let why = reason.map { #","reason":"\#($0)""# } ?? ""
        let expires = Stage.start.milliseconds / 1_000 + 45
        let body =
            #"{"status":"success","result":{"invitation":"\#(invitation)","state":"\#(state)"\#(why),"expires_at":\#(expires)}}"#
        return .responded(request: request.id, status: 200, body: Data(body.utf8), date: nil)
    }

    static func status(_ request: ShimRequest, _ status: Int) -> ShimEvent {
        .responded(request: request.id, status: status, body: Data(), date: nil)
    }
}
