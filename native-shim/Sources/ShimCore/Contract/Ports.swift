import Foundation

/// What rings: CallKit or LiveCommunicationKit. Everything that it hears from the system it hands to `Shim.receive`.
@MainActor
public protocol CallReporter: AnyObject {
    /// Answers by `ShimEvent.reported`, in its completion.
    func report(_ incoming: IncomingReport)
    /// Answers by `ShimEvent.callEnded`.
    func end(_ call: UUID, reason: EndReason, listed: Bool)
    func fulfilAnswer(_ call: UUID)
    func fulfilEnd(_ call: UUID)
}

/// The web view.
@MainActor
public protocol PageHost: AnyObject {
    func open(_ url: String)
    /// The app's own page that says that the server cannot be reached.
    func showUnreachable()
    /// `window.ringwayShim.receive(message)`.
    func tell(_ message: String)
}

/// The rest of the phone.
@MainActor
public protocol Phone: AnyObject {
    /// Makes the reporter of this launch, synchronously.
    func makeReporter(_ kind: ReporterKind) -> any CallReporter
    func completePush(_ push: String)
    func send(_ request: ShimRequest)
    func beginBackgroundTask(_ task: Int)
    func endBackgroundTask(_ task: Int)
    func openBrowser(_ url: String)
    func setBadge(_ count: Int)
    func remember(_ memory: Data)
    func wake(at moment: Instant?)
    func donate(_ call: CallRecord)
    func setProximity(_ on: Bool)
    func openSettings()
    func showAudioRoutes()
    func log(_ line: LogLine)
}
