// developer.apple.com/documentation/livecommunicationkit, as far as the app uses it.
import AVFAudio
import Foundation

// developer.apple.com/documentation/livecommunicationkit/handle
public struct Handle: Hashable, Sendable {
    // developer.apple.com/documentation/livecommunicationkit/handle/kind
    public enum Kind: Hashable, Sendable {
        // developer.apple.com/documentation/livecommunicationkit/handle/kind/generic
        case generic
    }

    // developer.apple.com/documentation/livecommunicationkit/handle/init(type:value:displayname:)
    public init(type: Handle.Kind, value: String, displayName: String? = nil) {}
}

// developer.apple.com/documentation/livecommunicationkit/conversation
public final class Conversation {
    // developer.apple.com/documentation/livecommunicationkit/conversation/uuid
    public final let uuid = UUID()

    // developer.apple.com/documentation/livecommunicationkit/conversation/capabilities-swift.struct
    public struct Capabilities: OptionSet, Sendable {
        public let rawValue: Int

        public init(rawValue: Int) { self.rawValue = rawValue }

        // developer.apple.com/documentation/livecommunicationkit/conversation/capabilities-swift.struct/video
        public static let video = Capabilities(rawValue: 1)
    }

    // developer.apple.com/documentation/livecommunicationkit/conversation/update
    public struct Update: Sendable {
        // developer.apple.com/documentation/livecommunicationkit/conversation/update/init(localmember:members:activeremotemembers:capabilities:)
        public init(
            localMember: Handle? = nil, members: Set<Handle>? = nil, activeRemoteMembers: Set<Handle>? = nil,
            capabilities: Conversation.Capabilities? = nil
        ) {}
    }

    // developer.apple.com/documentation/livecommunicationkit/conversation/endedreason
    public enum EndedReason: Sendable {
        case failed
        case remoteEnded
        case unanswered
        case joinedElsewhere
        case declinedElsewhere
    }

    // developer.apple.com/documentation/livecommunicationkit/conversation/event
    public enum Event: Sendable {
        // developer.apple.com/documentation/livecommunicationkit/conversation/event/conversationended(_:_:)
        case conversationEnded(Date, Conversation.EndedReason)
    }
}

// developer.apple.com/documentation/livecommunicationkit/conversationaction
open class ConversationAction {
    // developer.apple.com/documentation/livecommunicationkit/conversationaction/conversationuuid
    public final var conversationUUID: UUID { UUID() }

    // developer.apple.com/documentation/livecommunicationkit/conversationaction/fail()
    public final func fail() {}
}

// developer.apple.com/documentation/livecommunicationkit/joinconversationaction
public final class JoinConversationAction: ConversationAction {
    // developer.apple.com/documentation/livecommunicationkit/joinconversationaction/fulfill(dateconnected:)
    public final func fulfill(dateConnected: Date) {}
}

// developer.apple.com/documentation/livecommunicationkit/endconversationaction
public final class EndConversationAction: ConversationAction {
    // developer.apple.com/documentation/livecommunicationkit/endconversationaction/fulfill(dateended:)
    public final func fulfill(dateEnded: Date) {}
}

// developer.apple.com/documentation/livecommunicationkit/conversationmanager
public final class ConversationManager {
    // developer.apple.com/documentation/livecommunicationkit/conversationmanager/configuration-swift.struct
    public struct Configuration: Sendable {
        // developer.apple.com/documentation/livecommunicationkit/conversationmanager/configuration-swift.struct/init(ringtonename:icontemplateimagedata:maximumconversationgroups:maximumconversationsperconversationgroup:includesconversationinrecents:supportsvideo:supportedhandletypes:)
        public init(
            ringtoneName: String?, iconTemplateImageData: Data?, maximumConversationGroups: Int,
            maximumConversationsPerConversationGroup: Int, includesConversationInRecents: Bool, supportsVideo: Bool,
            supportedHandleTypes: Set<Handle.Kind>
        ) {}
    }

    // developer.apple.com/documentation/livecommunicationkit/conversationmanager/init(configuration:)
    public init(configuration: ConversationManager.Configuration) {}

    // developer.apple.com/documentation/livecommunicationkit/conversationmanager/delegate
    public final weak var delegate: (any ConversationManagerDelegate)?

    // developer.apple.com/documentation/livecommunicationkit/conversationmanager/conversations
    public final var conversations: [Conversation] { [] }

    // developer.apple.com/documentation/livecommunicationkit/conversationmanager/reportnewincomingconversation(uuid:update:)
    public final func reportNewIncomingConversation(uuid: UUID, update: Conversation.Update) async throws {}

    // developer.apple.com/documentation/livecommunicationkit/conversationmanager/reportconversationevent(_:for:)
    public final func reportConversationEvent(_ event: Conversation.Event, for conversation: Conversation) {}
}

// developer.apple.com/documentation/livecommunicationkit/conversationmanagerdelegate
public protocol ConversationManagerDelegate: AnyObject {
    // developer.apple.com/documentation/livecommunicationkit/conversationmanagerdelegate/conversationmanagerdidbegin(_:)
    func conversationManagerDidBegin(_ manager: ConversationManager)
    // developer.apple.com/documentation/livecommunicationkit/conversationmanagerdelegate/conversationmanagerdidreset(_:)
    func conversationManagerDidReset(_ manager: ConversationManager)
    // developer.apple.com/documentation/livecommunicationkit/conversationmanagerdelegate/conversationmanager(_:conversationchanged:)
    func conversationManager(_ manager: ConversationManager, conversationChanged conversation: Conversation)
    // developer.apple.com/documentation/livecommunicationkit/conversationmanagerdelegate/conversationmanager(_:perform:)
    func conversationManager(_ manager: ConversationManager, perform action: ConversationAction)
    // developer.apple.com/documentation/livecommunicationkit/conversationmanagerdelegate/conversationmanager(_:timedoutperforming:)
    func conversationManager(_ manager: ConversationManager, timedOutPerforming action: ConversationAction)
    // developer.apple.com/documentation/livecommunicationkit/conversationmanagerdelegate/conversationmanager(_:didactivate:)
    func conversationManager(_ manager: ConversationManager, didActivate audioSession: AVAudioSession)
    // developer.apple.com/documentation/livecommunicationkit/conversationmanagerdelegate/conversationmanager(_:diddeactivate:)
    func conversationManager(_ manager: ConversationManager, didDeactivate audioSession: AVAudioSession)
}
