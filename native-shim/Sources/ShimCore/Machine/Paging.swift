import Foundation

// The page in the web view: shown, listening, gone, and what it and the shim tell each other.
extension ShimMachine {
    /// Milliseconds before a page that could not be loaded is tried again: after the first time, and so on.
    private static let pageAgain: [Int64] = [1_000, 2_000, 4_000, 8_000, 15_000]
    /// Milliseconds in which a page that is loaded must listen: the first time, and so on.
    private static let pageTakes: [Int64] = [20_000, 40_000, 60_000]
    /// Milliseconds for which a page is waited for to call somebody back.
    private static let callBackWaits: Int64 = 120_000

    /// Loads the page that is wanted now: the call that waits for it, else the first one.
    mutating func showPage() {
        let waiting = rings.first { $0.phase == .withPage }
        page = .loading(until: loadedBy)
        let home = HandOverLink.home(origin: configuration.origin)
        effects.append(.openPage(url: waiting.map { answerLink($0.invitation) } ?? home))
    }

    /// When the page that begins to load now must listen.
    var loadedBy: Instant {
        let times = ShimMachine.pageTakes
        return now.adding(milliseconds: times[min(pageFailures, times.count - 1)])
    }

    mutating func pageFailed() {
        guard page != .listening else { return }
        pageFailures += 1
        let pauses = ShimMachine.pageAgain
        let pause = pauses[min(pageFailures, pauses.count) - 1]
        page = .failed(retry: now.adding(milliseconds: pause))
        effects.append(.showUnreachable)
        log(.warning, "the page could not be loaded")
    }

    mutating func webProcessEnded() {
        log(.warning, "the page’s process ended")
        page = .none
        pageShows([])
        // In the background it would end again.
        if isReachable { showPage() }
    }

    mutating func tellPage(_ message: ToPage) {
        if page == .listening { effects.append(.tellPage(message: message.text)) }
    }

    mutating func tokenChanged(_ token: Data?) {
        voipToken = token.map { .hex(Hex.text(of: $0)) } ?? .absent
        tellToken()
    }

    mutating func callBackAsked(_ handle: String, video: Bool) {
        guard SafeText.isAddress(handle), handle != IncomingReport.nobody else {
            return log(.warning, "somebody was called back who has no address")
        }
        // The buttons of the system's screen of an answered call lead to the app in the same words.
        guard !isTalking(to: handle) else { return log(.info, "called back in the very call") }
        callBack = CallBack(
            address: handle,
            // Every call is reported with video, so that the list says so of voice calls, too.
            video: video && videoPeers.contains(handle),
            until: now.adding(milliseconds: ShimMachine.callBackWaits)
        )
        if page == .listening { tellCallBack() }
        if page == .none, isReachable { showPage() }
    }

    private func isTalking(to address: String) -> Bool {
        pageCalls.contains { $0.address == address }
            || rings.contains { $0.invitation.caller.address == address && $0.isAnswered }
    }

    /// What is known of calls with somebody, for the next call back.
    mutating func noteKind(of call: (address: String, video: Bool)) {
        if call.video { videoPeers.insert(call.address) } else { videoPeers.remove(call.address) }
    }

    mutating func pageMessage(_ body: String, origin: String, isMainFrame: Bool) {
        let expected = configuration.origin
        switch FromPage.read(body, origin: origin, isMainFrame: isMainFrame, expected: expected) {
        case .failure(let problem): log(.warning, "dropped a message of a page: \(problem.rawValue)")
        case .success(let message): heard(message)
        }
    }

    private mutating func heard(_ message: FromPage) {
        switch message {
        case .ready: pageListens()
        case .answerTaken(let invitation): answerTaken(invitation)
        case .calls(let calls): pageShows(calls)
        case .callOver(let record):
            noteKind(of: (record.handle, record.video))
            if let call = Recents.donation(of: record) { effects.append(.donate(call)) }
        case .signedOut:
            callBack = nil
            videoPeers = []
            setMissed(0)
        case .missed(let count): setMissed(count)
        case .openSettings: effects.append(.openSettings)
        case .showAudioRoutes: effects.append(.showAudioRoutes)
        }
    }

    /// Everything that waits for a page; also for the second one, where the first one died before it took it.
    private mutating func pageListens() {
        page = .listening
        pageFailures = 0
        pageShows([])
        tellToken()
        for ring in rings {
            switch ring.phase {
            case .withPage: tellPage(.answered(ring.invitation))
            case .ringing: tellPage(.systemRings(invitation: ring.invitation.id))
            case .answered, .lettingGo, .declining: break
            }
        }
        tellCallBack()
    }

    private mutating func answerTaken(_ invitation: String) {
        guard let ring = rings.first(where: { $0.invitation.id == invitation && $0.phase == .withPage }) else { return }
        forget(ring.call, as: .answeredHere)
    }

    private mutating func pageShows(_ calls: [ShownCall]) {
        pageCalls = calls
        for ring in rings where ring.phase == .ringing && calls.contains(where: { $0.isCall(of: ring.invitation) }) {
            ringIsOver(ring.call, .answeredHere)
        }
        let atEar = calls.contains { $0.state == .connected && !$0.video }
        guard atEar != isAtEar else { return }
        isAtEar = atEar
        effects.append(.setProximity(on: atEar))
    }

    private mutating func tellToken() {
        switch voipToken {
        case .hex(let token): tellPage(.voipToken(token))
        case .absent: tellPage(.voipToken(nil))
        case nil: break
        }
    }

    private mutating func tellCallBack() {
        guard let wanted = callBack else { return }
        callBack = nil
        guard now < wanted.until else { return log(.info, "called back too long ago") }
        tellPage(.callBack(address: wanted.address, video: wanted.video))
    }
}
