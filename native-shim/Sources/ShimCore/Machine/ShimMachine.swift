import Foundation

/// Every decision of the shim: an event and the time in, what to do out. It reads no clock and does nothing itself.
struct ShimMachine: Sendable {
    /// The page in the web view.
    enum Page: Equatable, Sendable {
        case none
        /// It has not said `ready` yet; nobody waits longer for it than this.
        case loading(until: Instant)
        case listening
        case failed(retry: Instant)
    }

    /// What the answer to a request is about.
    enum Purpose: Equatable, Sendable {
        case ringing(call: UUID)
        case decline(call: UUID)
        /// Only the time that it came with counts.
        case clock
    }

    struct Question: Equatable, Sendable {
        let purpose: Purpose
        let sent: Instant
    }

    let configuration: Configuration
    let newCall: @Sendable () -> UUID

    var now = Instant(milliseconds: 0)
    var effects: [ShimEffect] = []
    var memory = Memory()
    var isLaunched = false
    var isActive = false
    var isUnlocked = false

    /// In the order in which they came.
    var rings: [Ring] = []
    /// How invitations ended that this phone dealt with, the newest last.
    var past: [(invitation: String, end: RingEnd)] = []
    /// Pushes whose report the system has not answered: their completion is due then.
    var pushes: [UUID: String] = [:]
    /// Calls that are over before the system has taken them (some were reported only because every push must be), and how
    /// they end.
    var formalities: [UUID: CallEnding] = [:]

    var requests: [Int: Question] = [:]
    var requestsMade = 0
    var tasksMade = 0
    var wakeAsked: Instant?

    var page = Page.none
    var pageFailures = 0
    var pageCalls: [ShownCall] = []
    var isAtEar = false
    /// Nil: PushKit has not said yet.
    var voipToken: VoIPToken?
    var callBack: CallBack?
    /// With whom the last call was a video call, as far as this run of the app knows; never kept in a file.
    var videoPeers: Set<String> = []

    /// Whether the server has told the time since this app began and no push has cast doubt on it.
    var knowsTheTime = false
    /// Whether the system has the microphone for a call of ours.
    var isAudioActive = false

    enum VoIPToken: Equatable, Sendable {
        case absent
        case hex(String)
    }

    /// Somebody whom the person called back, until a page takes it over.
    struct CallBack: Equatable, Sendable {
        let address: String
        let video: Bool
        /// Nobody waits longer for a call than this, and it must not begin of itself an hour later.
        let until: Instant
    }

    init(configuration: Configuration, newCall: @escaping @Sendable () -> UUID = { UUID() }) {
        self.configuration = configuration
        self.newCall = newCall
    }

    /// Takes an event in; what comes out is to be carried out in its order, in the same turn of the run loop.
    mutating func handle(_ event: ShimEvent, at moment: Instant) -> [ShimEffect] {
        now = moment
        if isLaunched || event.isLaunch {
            take(event)
            doWhatIsDue()
            askToBeWoken()
        } else {
            log(.error, "dropped what came before the launch")
        }
        defer { effects = [] }
        return effects
    }

    private mutating func take(_ event: ShimEvent) {
        switch event {
        case .launched(let launch): begin(launch)
        case .tokenChanged(let token): tokenChanged(token)
        case .pushArrived(let push, let payload, let mustReport):
            pushArrived(push, payload: payload, mustReport: mustReport)
        case .reported(let call, let problem): reported(call, problem: problem)
        case .answerTapped(let call): answerTapped(call)
        case .endTapped(let call): endTapped(call)
        case .callEnded(let call): callEnded(call)
        case .systemReset: systemReset()
        case .audioActivated: isAudioActive = true
        case .audioDeactivated: audioDeactivated()
        case .becameActive: becameReachable { $0.isActive = true }
        case .resignedActive: isActive = false
        case .protectedDataBecameAvailable: becameReachable { $0.isUnlocked = true }
        case .responded(let request, let status, let body, let date):
            responded(request, status: status, body: body, date: date)
        case .requestFailed(let request): requestFailed(request)
        case .timePassed: forgetEarlyWake()
        case .pageMessage(let origin, let isMainFrame, let body):
            pageMessage(body, origin: origin, isMainFrame: isMainFrame)
        case .pageFailed: pageFailed()
        case .webProcessEnded: webProcessEnded()
        case .callBackAsked(let handle, let video): callBackAsked(handle, video: video)
        case .storefrontLearnt(let country): storefrontLearnt(country)
        case .backgroundTimeOver(let task): backgroundTimeOver(task)
        }
    }

    /// Timers of systems come a little early by the clock of the day. The one that was asked for may be gone
    /// with this one: it is asked for again, or what is due would never be done.
    private mutating func forgetEarlyWake() {
        guard let asked = wakeAsked, asked > now, asked.since(now) <= Self.earliness else { return }
        wakeAsked = nil
    }

    /// How early a timer may come, ms.
    private static let earliness: Int64 = 100

    /// The next moment at which something is due; the app is told only when it is another one.
    private mutating func askToBeWoken() {
        var moments = rings.map(\.next)
        if isReachable { moments += page.next }
        let next = moments.min()
        guard next != wakeAsked else { return }
        wakeAsked = next
        effects.append(.wake(at: next))
    }

    mutating func log(_ level: LogLine.Level, _ text: String) {
        effects.append(.log(LogLine(level, text)))
    }

    mutating func remember(_ change: (inout Memory) -> Void) {
        let before = memory
        change(&memory)
        guard memory != before, let data = try? JSONEncoder().encode(memory) else { return }
        effects.append(.remember(memory: data))
    }
}

extension ShimMachine.Page {
    /// When there is something to do about it, if ever.
    fileprivate var next: [Instant] {
        switch self {
        case .none, .listening: []
        case .loading(let until): [until]
        case .failed(let retry): [retry]
        }
    }
}

extension ShimEvent {
    fileprivate var isLaunch: Bool {
        if case .launched = self { true } else { false }
    }
}
