import Foundation

// The app begins, comes to the front, learns what it needs of the phone.
extension ShimMachine {
    /// Whether a page can be shown to a person: the app is in front, and its storage is readable.
    var isReachable: Bool { isActive && isUnlocked }

    mutating func begin(_ launch: Launch) {
        guard !isLaunched else { return log(.error, "launched twice") }
        isLaunched = true
        memory = launch.memory.flatMap { try? JSONDecoder().decode(Memory.self, from: $0) } ?? Memory()
        effects.append(.useReporter(ReporterChoice.atLaunch(memory: memory, region: launch.region)))
        isUnlocked = launch.protectedDataAvailable
        isActive = launch.active
        if isReachable { showPage() }
        if isActive { askForTheTime() }
    }

    /// In front, or unlocked for the first time: what waited for it goes on.
    mutating func becameReachable(_ change: (inout ShimMachine) -> Void) {
        change(&self)
        guard isReachable else { return }
        for ring in rings where ring.phase == .answered { letGo(of: ring.call) }
        let isHandingOver = rings.contains { $0.phase == .lettingGo }
        switch page {
        case .none, .failed: if !isHandingOver { showPage() }
        // Behind another app nothing is loaded.
        case .loading: page = .loading(until: loadedBy)
        case .listening: break
        }
        askForTheTime()
    }

    mutating func storefrontLearnt(_ country: String) {
        remember { $0.reporter = ReporterChoice.forStorefront(country) }
    }
}
