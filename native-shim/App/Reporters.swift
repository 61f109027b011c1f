import AVFAudio
import CallKit
import LiveCommunicationKit
import ShimCore
import UIKit

/// Rings by CallKit.
final class CallKitReporter: NSObject, CallReporter, @preconcurrency CXProviderDelegate {
    private let provider = CXProvider(configuration: CXProviderConfiguration())
    private var taps: [UUID: CXCallAction] = [:]

    override init() {
        super.init()
        configure(listed: true)
        provider.setDelegate(self, queue: .main)
    }

    func report(_ incoming: IncomingReport) {
        // What the person declines the system ends and lists by itself.
        configure(listed: true)
        let update = CXCallUpdate()
        update.remoteHandle = CXHandle(type: .generic, value: incoming.handle)
        update.localizedCallerName = incoming.name
        update.hasVideo = incoming.hasVideo
        (update.supportsHolding, update.supportsGrouping, update.supportsDTMF) = (false, false, false)
        provider.reportNewIncomingCall(with: incoming.call, update: update) { problem in
            // Apple does not say on which thread it comes.
            Ringway.tell(.reported(call: incoming.call, problem: problem?.localizedDescription))
        }
    }

    func end(_ call: UUID, reason: EndReason, listed: Bool) {
        let reasons: [EndReason: CXCallEndedReason] = [
            .remoteEnded: .remoteEnded, .unanswered: .unanswered, .answeredElsewhere: .answeredElsewhere,
            .declinedElsewhere: .declinedElsewhere]
        configure(listed: listed)
        provider.reportCall(with: call, endedAt: nil, reason: reasons[reason] ?? .failed)
        Ringway.hear(.callEnded(call: call))
    }

    func fulfilAnswer(_ call: UUID) { taps.removeValue(forKey: call)?.fulfill() }
    func fulfilEnd(_ call: UUID) { taps.removeValue(forKey: call)?.fulfill() }

    private func configure(listed: Bool) {
        let configuration = CXProviderConfiguration()
        (configuration.supportsVideo, configuration.includesCallsInRecents) = (true, listed)
        configuration.supportedHandleTypes = [.generic]
        configuration.iconTemplateImageData = UIImage(named: "CallIcon")?.pngData()
        provider.configuration = configuration
    }

    func provider(_ provider: CXProvider, perform action: CXAnswerCallAction) {
        taps[action.callUUID] = action
        Ringway.hear(.answerTapped(call: action.callUUID))
    }

    func provider(_ provider: CXProvider, perform action: CXEndCallAction) {
        taps[action.callUUID] = action
        Ringway.hear(.endTapped(call: action.callUUID))
    }

    func providerDidReset(_ provider: CXProvider) { Ringway.hear(.systemReset) }
    func provider(_ provider: CXProvider, didActivate session: AVAudioSession) { Ringway.hear(.audioActivated) }
    func provider(_ provider: CXProvider, didDeactivate session: AVAudioSession) { Ringway.hear(.audioDeactivated) }
}

/// Rings by LiveCommunicationKit, where CallKit must not be active.
@MainActor
final class ConversationReporter: CallReporter, ConversationManagerDelegate {
    /// Neither it nor its actions are declared Sendable; all of them are used on the main actor only.
    private nonisolated(unsafe) let manager: ConversationManager
    private var taps: [UUID: (Date) -> Void] = [:]

    init() {
        // Whether Recents keep conversations is fixed here: `listed` has no counterpart.
        manager = ConversationManager(
            configuration: ConversationManager.Configuration(
                ringtoneName: nil, iconTemplateImageData: UIImage(named: "CallIcon")?.pngData(),
                maximumConversationGroups: 2, maximumConversationsPerConversationGroup: 1,
                includesConversationInRecents: true, supportsVideo: true, supportedHandleTypes: [.generic]))
        manager.delegate = self
    }

    func report(_ incoming: IncomingReport) {
        let caller = Handle(type: .generic, value: incoming.handle, displayName: incoming.name)
        let update = Conversation.Update(members: [caller], capabilities: incoming.hasVideo ? [.video] : [])
        Task {
            var problem: String?
            do { try await manager.reportNewIncomingConversation(uuid: incoming.call, update: update) }
            catch { problem = error.localizedDescription }
            Ringway.hear(.reported(call: incoming.call, problem: problem))
        }
    }

    func end(_ call: UUID, reason: EndReason, listed: Bool) {
        let reasons: [EndReason: Conversation.EndedReason] = [
            .remoteEnded: .remoteEnded, .unanswered: .unanswered, .answeredElsewhere: .joinedElsewhere,
            .declinedElsewhere: .declinedElsewhere]
        if let conversation = manager.conversations.first(where: { $0.uuid == call }) {
            manager.reportConversationEvent(.conversationEnded(.now, reasons[reason] ?? .failed), for: conversation)
        }
        Ringway.hear(.callEnded(call: call))
    }

    func fulfilAnswer(_ call: UUID) { taps.removeValue(forKey: call)?(.now) }
    func fulfilEnd(_ call: UUID) { taps.removeValue(forKey: call)?(.now) }

    private func keep(_ action: ConversationAction) {
        let call = action.conversationUUID
        switch action {
        case let answer as JoinConversationAction:
            taps[call] = answer.fulfill(dateConnected:)
            Ringway.hear(.answerTapped(call: call))
        case let end as EndConversationAction:
            taps[call] = end.fulfill(dateEnded:)
            Ringway.hear(.endTapped(call: call))
        default: action.fail()
        }
    }

    // Apple does not say on which thread these come.
    nonisolated func conversationManager(_: ConversationManager, perform action: ConversationAction) {
        nonisolated(unsafe) let action = action
        Task { @MainActor in keep(action) }
    }

    nonisolated func conversationManagerDidReset(_: ConversationManager) { Ringway.tell(.systemReset) }
    nonisolated func conversationManager(_: ConversationManager, didActivate _: AVAudioSession) {
        Ringway.tell(.audioActivated)
    }
    nonisolated func conversationManager(_: ConversationManager, didDeactivate _: AVAudioSession) {
        Ringway.tell(.audioDeactivated)
    }
    nonisolated func conversationManagerDidBegin(_: ConversationManager) {}
    nonisolated func conversationManager(_: ConversationManager, conversationChanged _: Conversation) {}
    nonisolated func conversationManager(_: ConversationManager, timedOutPerforming _: ConversationAction) {}
}
