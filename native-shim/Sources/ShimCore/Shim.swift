import Foundation

/// The shim of one running app: hears what happens and has done what is decided, through the ports. Made at launch,
/// synchronously; its first event is `launched`.
@MainActor
public final class Shim {
    private let phone: any Phone
    private let page: any PageHost
    private let now: () -> Instant
    private var reporter: (any CallReporter)?
    private var machine: ShimMachine
    /// What happened while something else was carried out: it comes after it.
    private var waiting: [ShimEvent] = []
    private var isBusy = false

    public init(
        configuration: Configuration, phone: any Phone, page: any PageHost, now: @escaping () -> Instant = Instant.ofSystem
    ) {
        self.phone = phone
        self.page = page
        self.now = now
        machine = ShimMachine(configuration: configuration)
    }

    /// Takes an event in. What follows from it is done when this returns, unless it came from within a port.
    public func receive(_ event: ShimEvent) {
        waiting.append(event)
        guard !isBusy else { return }
        isBusy = true
        defer { isBusy = false }
        while !waiting.isEmpty {
            for effect in machine.handle(waiting.removeFirst(), at: now()) { carryOut(effect) }
        }
    }

    private func carryOut(_ effect: ShimEffect) {
        switch effect {
        case .useReporter(let kind): reporter = phone.makeReporter(kind)
        case .reportIncoming(let report): reporter?.report(report)
        case .endCall(let call, let reason, let listed): reporter?.end(call, reason: reason, listed: listed)
        case .fulfilAnswer(let call): reporter?.fulfilAnswer(call)
        case .fulfilEnd(let call): reporter?.fulfilEnd(call)
        case .completePush(let push): phone.completePush(push)
        case .request(let request): phone.send(request)
        case .beginBackgroundTask(let task): phone.beginBackgroundTask(task)
        case .endBackgroundTask(let task): phone.endBackgroundTask(task)
        case .openPage(let url): page.open(url)
        case .showUnreachable: page.showUnreachable()
        case .tellPage(let message): page.tell(message)
        case .openBrowser(let url): phone.openBrowser(url)
        case .setBadge(let count): phone.setBadge(count)
        case .remember(let memory): phone.remember(memory)
        case .wake(let moment): phone.wake(at: moment)
        case .donate(let call): phone.donate(call)
        case .setProximity(let on): phone.setProximity(on)
        case .openSettings: phone.openSettings()
        case .showAudioRoutes: phone.showAudioRoutes()
        case .log(let line): phone.log(line)
        }
    }
}

extension Instant {
    /// The clock of this device.
    public static func ofSystem() -> Instant {
        Instant(milliseconds: Int64((Date().timeIntervalSince1970 * 1_000).rounded()))
    }
}
