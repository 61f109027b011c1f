import Foundation

@testable import ShimCore

/// A phone that does what it likes, and what must hold whatever it does.
struct RandomHistory {
    private var numbers: SeededNumbers
    private var machine = ShimMachine(configuration: Configuration(origin: Stage.origin, handOff: .webView))
    private var now = Stage.start
    private(set) var broken: [String] = []

    // What the phone knows.
    private var pushes = 0
    private var unreported: [UUID] = []
    // Lists, not sets: their order must follow from the seed alone.
    private var shown: [UUID] = []
    private var ending: [UUID] = []
    private var requests: [ShimRequest] = []
    private var tasks: [Int] = []
    private var invitationOf: [UUID: String] = [:]

    // What must hold.
    private var completed: [String: Int] = [:]
    private var answered: [UUID] = []
    private var letGo: [String] = []
    private var lastPushed: String?

    init(seed: UInt64) {
        numbers = SeededNumbers(seed: seed)
    }

    mutating func run(steps: Int) {
        happens(
            .launched(
                Launch(
                    memory: nil, region: Bool.random(using: &numbers) ? "CN" : "DE",
                    protectedDataAvailable: Bool.random(using: &numbers), active: Bool.random(using: &numbers))))
        for _ in 0..<steps where broken.isEmpty {
            now = now.adding(milliseconds: [0, 0, 10, 400, 1_000, 7_000].randomElement(using: &numbers) ?? 0)
            step()
        }
        settle()
    }

    private mutating func step() {
        switch Int.random(in: 0..<19, using: &numbers) {
        case 0, 1, 2: push()
        case 3, 4: if let call = unreported.popLast() { happens(.reported(call: call, problem: Int.random(in: 0..<6, using: &numbers) == 0 ? "no" : nil)) }
        case 5, 6: if let call = anyCall() { happens(.answerTapped(call: call)) }
        case 7: if let call = anyCall() { happens(.endTapped(call: call)) }
        case 8, 9: if let call = ending.popLast() { happens(.callEnded(call: call)) }
        case 10, 11: answerRequest()
        case 12: happens(Bool.random(using: &numbers) ? .becameActive : .resignedActive)
        case 13: happens(.protectedDataBecameAvailable)
        case 14: happens([.pageFailed, .webProcessEnded, .systemReset].randomElement(using: &numbers) ?? .timePassed)
        case 15: says(#"{"ringway":1,"kind":"ready"}"#)
        case 16: takeAnswer()
        case 17: happens(Bool.random(using: &numbers) ? .audioActivated : .audioDeactivated)
        default: happens(.timePassed)
        }
    }

    private mutating func push() {
        pushes += 1
        let invitation = "i\(Int.random(in: 0..<6, using: &numbers))"
        let placed = now.milliseconds / 1_000
        let left: Int64 = [-30, 2, 20, 45].randomElement(using: &numbers) ?? 45
        let payload = """
            {"remote_display_name":"A","remote_alias":"a","owner":"b","conference_alias":"b@c","token":"t-\(invitation)",
            "time":"\(placed)","service_type":"gateway","bsskey":"k","invitation":"\(invitation)","remote_address":"a@b",
            "call_type":"video","expires_at":\(placed + left),"origin":"\(Stage.origin)","waiting":true}
            """
        let broken = Int.random(in: 0..<8, using: &numbers) == 0
        lastPushed = invitation
        happens(.pushArrived(push: "p\(pushes)", payload: Data((broken ? "{" : payload).utf8), mustReport: true))
        lastPushed = nil
    }

    private mutating func answerRequest() {
        guard let place = requests.indices.randomElement(using: &numbers) else { return }
        let request = requests.remove(at: place)
        let invitation = request.headers["token"].map { String($0.dropFirst(2)) } ?? ""
        switch Int.random(in: 0..<6, using: &numbers) {
        case 0: happens(.requestFailed(request: request.id))
        case 1: happens(Answers.status(request, [500, 404, 302, 429].randomElement(using: &numbers) ?? 500))
        case 2: happens(Answers.state(request, "cancelled", reason: "cancelled", invitation: invitation))
        case 3: happens(Answers.state(request, "accepted", reason: "answered_elsewhere", invitation: invitation))
        default: happens(Answers.state(request, "ringing", invitation: invitation))
        }
    }

    private mutating func takeAnswer() {
        guard let invitation = letGo.randomElement(using: &numbers) else { return }
        says(#"{"ringway":1,"kind":"answer_taken","invitation":"\#(invitation)"}"#)
    }

    private mutating func anyCall() -> UUID? {
        shown.randomElement(using: &numbers)
    }

    private mutating func says(_ message: String) {
        happens(.pageMessage(origin: Stage.origin, isMainFrame: true, body: message))
    }

    /// The system answers everything that it still owes, and time goes by: nothing is left over.
    private mutating func settle() {
        while let call = unreported.popLast() { happens(.reported(call: call, problem: nil)) }
        while let call = ending.popLast() { happens(.callEnded(call: call)) }
        for _ in 0..<40 {
            now = now.adding(milliseconds: 5_000)
            happens(.timePassed)
            while let request = requests.popLast() { happens(.requestFailed(request: request.id)) }
            while let call = ending.popLast() { happens(.callEnded(call: call)) }
        }
        for number in 1...max(pushes, 1) where pushes > 0 && completed["p\(number)"] != 1 {
            broken.append("push p\(number) was completed \(completed["p\(number)"] ?? 0) times")
        }
        if !machine.rings.isEmpty { broken.append("rings for ever: \(machine.rings)") }
        if !tasks.isEmpty { broken.append("background tasks for ever: \(tasks)") }
    }
}

// What the phone does with what the shim does, and what it checks of it.
extension RandomHistory {
    private mutating func happens(_ event: ShimEvent) {
        note(event)
        let effects = machine.handle(event, at: now)
        if case .pushArrived = event {
            let reports = effects.count { if case .reportIncoming = $0 { true } else { false } }
            if reports != 1 { broken.append("a push was reported \(reports) times in its turn") }
        }
        for effect in effects { carryOut(effect, in: event) }
        if let wake = machine.wakeAsked, wake <= now { broken.append("asked to be woken in the past") }
    }

    private mutating func note(_ event: ShimEvent) {
        switch event {
        case .answerTapped(let call):
            if isRinging(call) { answered.append(call) }
        case .endTapped(let call):
            shown.removeAll { $0 == call }
            answered.removeAll { $0 == call }
        // What the system refused it does not hold.
        case .callEnded(let call), .reported(let call, problem: .some):
            if let invitation = invitationOf[call], answered.contains(call) { letGo.append(invitation) }
        case .systemReset:
            shown = []
            letGo.append(contentsOf: answered.compactMap { invitationOf[$0] })
        default: break
        }
    }

    private func isRinging(_ call: UUID) -> Bool {
        machine.rings.contains { $0.call == call && $0.phase == .ringing }
    }

    private mutating func carryOut(_ effect: ShimEffect, in event: ShimEvent) {
        switch effect {
        case .reportIncoming(let report):
            unreported.append(report.call)
            shown.append(report.call)
            if let lastPushed { invitationOf[report.call] = lastPushed }
        case .completePush(let push): completed[push, default: 0] += 1
        case .endCall(let call, _, _):
            if ending.contains(call) { broken.append("ended twice: \(call)") }
            shown.removeAll { $0 == call }
            ending.append(call)
        case .request(let request): requests.append(request)
        case .beginBackgroundTask(let task): tasks.append(task)
        case .endBackgroundTask(let task):
            if !tasks.contains(task) { broken.append("task \(task) was given back and not taken") }
            tasks.removeAll { $0 == task }
        case .openPage(let url): checkHandOver(url, marker: "ticket=t-")
        case .tellPage(let message):
            if message.contains(#""kind":"answered""#) { checkHandOver(message, marker: #""ticket":"t-"#) }
        default: break
        }
    }

    /// Never media before the system let go of the call, never without an answer.
    private mutating func checkHandOver(_ text: String, marker: String) {
        guard let range = text.range(of: marker) else { return }
        let invitation = String(text[range.upperBound...].prefix { $0 != "&" && $0 != "\"" })
        if !letGo.contains(invitation) { broken.append("handed over before it was answered and let go: \(invitation)") }
    }
}
