import Intents
import PushKit
import ShimCore
import UIKit
import UserNotifications
import os

/// The phone as the core sees it.
final class SystemPhone: NSObject, Phone, @preconcurrency PKPushRegistryDelegate {
    private let logger = Logger(subsystem: "ringway", category: "shim")
    /// What it is sent by the server it keeps no longer than the app runs.
    private let session = URLSession(configuration: .ephemeral)
    private let registry = PKPushRegistry(queue: .main)
    private var completions: [String: @Sendable () -> Void] = [:]
    private var tasks: [Int: UIBackgroundTaskIdentifier] = [:]

    func makeReporter(_ kind: ReporterKind) -> any CallReporter {
        registry.delegate = self
        registry.desiredPushTypes = [.voIP]
        return kind == .callKit ? CallKitReporter() : ConversationReporter()
    }

    func send(_ request: ShimRequest) {
        guard let url = URL(string: request.url) else { return Ringway.hear(.requestFailed(request: request.id)) }
        var message = URLRequest(url: url)
        (message.httpMethod, message.httpBody) = (request.method, request.body)
        message.allHTTPHeaderFields = request.headers
        let task = session.dataTask(with: message) { body, response, _ in
            let answer = response as? HTTPURLResponse
            let date = answer?.value(forHTTPHeaderField: "date")
            Ringway.tell(ShimEvent(answerTo: request.id, status: answer?.statusCode, body: body, date: date))
        }
        task.resume()
        // The system's own limit would begin anew with each byte.
        DispatchQueue.main.asyncAfter(deadline: .now() + .milliseconds(request.timeout)) { task.cancel() }
    }

    func beginBackgroundTask(_ task: Int) {
        tasks[task] = UIApplication.shared.beginBackgroundTask { Ringway.hear(.backgroundTimeOver(task: task)) }
    }

    func endBackgroundTask(_ task: Int) {
        tasks.removeValue(forKey: task).map { UIApplication.shared.endBackgroundTask($0) }
    }

    /// Readable before the first unlock, and never half written.
    func remember(_ memory: Data) {
        do { try memory.write(to: Ringway.memoryFile, options: [.atomic, .noFileProtection]) }
        catch { log(LogLine(.error, "memory not written")) }
    }

    /// One that is not wanted any more comes all the same, and does no harm.
    func wake(at moment: Instant?) {
        guard let wait = moment?.since(.ofSystem()) else { return }
        DispatchQueue.main.asyncAfter(deadline: .now() + .milliseconds(Int(wait))) { Ringway.tell(.timePassed) }
    }

    func donate(_ call: CallRecord) {
        let person = INPerson(
            personHandle: INPersonHandle(value: call.handle, type: .unknown), nameComponents: nil,
            displayName: call.name, image: nil, contactIdentifier: nil, customIdentifier: nil)
        let intent = INStartCallIntent(
            callRecordFilter: nil, callRecordToCallBack: nil, audioRoute: .unknown, destinationType: .normal,
            contacts: [person], callCapability: call.video ? .videoCall : .audioCall)
        let interaction = INInteraction(intent: intent, response: nil)
        interaction.direction = call.direction == .incoming ? .incoming : .outgoing
        interaction.dateInterval = call.interval
        interaction.donate()
    }

    func log(_ line: LogLine) {
        logger.log(level: line.level == .info ? .default : .error, "\(line.text, privacy: .public)")
    }

    func completePush(_ push: String) { completions.removeValue(forKey: push)?() }
    func openBrowser(_ url: String) { URL(string: url).map { UIApplication.shared.open($0) } }
    func openSettings() { openBrowser(UIApplication.openSettingsURLString) }
    func setBadge(_ count: Int) { UNUserNotificationCenter.current().setBadgeCount(count) }
    func setProximity(_ on: Bool) { UIDevice.current.isProximityMonitoringEnabled = on }
    func showAudioRoutes() { Ringway.page.showAudioRoutes() }

    func pushRegistry(_: PKPushRegistry, didInvalidatePushTokenFor _: PKPushType) {
        Ringway.hear(.tokenChanged(token: nil))
    }

    func pushRegistry(_: PKPushRegistry, didUpdate credentials: PKPushCredentials, for _: PKPushType) {
        Ringway.hear(.tokenChanged(token: credentials.token))
    }

    func pushRegistry(
        _ registry: PKPushRegistry, didReceiveIncomingPushWith payload: PKPushPayload, for type: PKPushType,
        completion: @escaping @Sendable () -> Void
    ) { receive(payload, mustReport: true, completion) }

    /// Called instead of the one above where the system has it; its SDK comes with Xcode 26.4.
    @available(iOS 26.4, *)
    func pushRegistry(
        _ registry: PKPushRegistry, didReceiveIncomingVoIPPushWith payload: PKPushPayload,
        metadata: PKVoIPPushMetadata, withCompletionHandler completion: @escaping @Sendable () -> Void
    ) { receive(payload, mustReport: metadata.mustReport, completion) }

    private func receive(_ push: PKPushPayload, mustReport: Bool, _ completion: @escaping @Sendable () -> Void) {
        let id = UUID().uuidString
        completions[id] = completion
        let payload = try? JSONSerialization.data(withJSONObject: push.dictionaryPayload)
        Ringway.hear(.pushArrived(push: id, payload: payload ?? Data(), mustReport: mustReport))
    }
}
