import Foundation

// The person answers or declines in the system's screen, and the call goes on in the page.
extension ShimMachine {
    /// So long the system may take to let go of a call, milliseconds.
    private static let lettingGoTakes: Int64 = 5_000
    /// So long it may then keep the microphone, milliseconds; later the page tries all the same.
    private static let microphoneTakes: Int64 = 1_000

    mutating func answerTapped(_ call: UUID) {
        // The system waits for it, whatever became of the call.
        effects.append(.fulfilAnswer(call: call))
        guard let place = place(of: call), rings[place].phase == .ringing else { return }
        rings[place].phase = .answered
        log(.info, "answered: \(rings[place].invitation.id)")
        sayRinging(call)
        if isReachable { letGo(of: call) }
    }

    mutating func endTapped(_ call: UUID) {
        effects.append(.fulfilEnd(call: call))
        guard let place = place(of: call) else { return }
        switch rings[place].phase {
        case .ringing, .answered, .lettingGo:
            rings[place].handOver = nil
            rings[place].phase = .declining(Ring.Decline(next: nil, attempts: 0))
            log(.info, "declined: \(rings[place].invitation.id)")
            sayDecline(call)
        case .withPage, .declining: break
        }
    }

    /// The page may start media only when the system has let go of the call (ios-shim.md, WKWebView and CallKit).
    mutating func letGo(of call: UUID) {
        guard let place = place(of: call) else { return }
        rings[place].phase = .lettingGo
        // Who answers in the last second is told by the page what became of it.
        rings[place].deadline = max(rings[place].deadline, now.adding(milliseconds: ShimMachine.lettingGoTakes))
        if rings[place].isShown { end(call, .handedOver) } else { handOver(call) }
    }

    mutating func callEnded(_ call: UUID) {
        guard let place = place(of: call), rings[place].phase == .lettingGo else { return }
        // To end a call is only asked of the system: when it gives the microphone back, it has happened.
        if isAudioActive {
            let latest = now.adding(milliseconds: ShimMachine.microphoneTakes)
            rings[place].handOver = latest
            // Whom the page finds gone is told so by it, not by silence.
            rings[place].deadline = max(rings[place].deadline, latest.adding(milliseconds: ShimMachine.lettingGoTakes))
        } else {
            handOver(call)
        }
    }

    mutating func audioDeactivated() {
        isAudioActive = false
        for ring in rings where ring.handOver != nil { handOver(ring.call) }
    }

    /// The system dropped all calls. What rang is silent here and rings on elsewhere; what was answered goes on.
    mutating func systemReset() {
        log(.warning, "the system dropped all calls")
        isAudioActive = false
        for ring in rings {
            guard let place = place(of: ring.call) else { continue }
            rings[place].isShown = false
            switch ring.phase {
            case .ringing: forget(ring.call, as: nil)
            case .lettingGo: handOver(ring.call)
            case .answered, .withPage, .declining: break
            }
        }
    }

    mutating func handOver(_ call: UUID) {
        guard let place = place(of: call) else { return }
        rings[place].phase = .withPage
        rings[place].handOver = nil
        let ring = rings[place]
        log(.info, "handed over: \(ring.invitation.id)")
        switch configuration.handOff {
        case .browser:
            effects.append(.openBrowser(url: answerLink(ring.invitation)))
            // Safari cannot say that it has it; its page tells the server.
            forget(call, as: .answeredHere)
        case .webView:
            switch page {
            case .listening: tellPage(.answered(ring.invitation))
            // Its `ready` brings it the answer.
            case .loading: break
            case .none, .failed: showPage()
            }
        }
    }

    func answerLink(_ invitation: Invitation) -> String {
        HandOverLink.url(origin: configuration.origin, invitation: invitation, action: .answer)
    }
}
