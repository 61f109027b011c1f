import Foundation

/// What the shim tells the page (`fromShimSchema` of lib/platform/shim-bridge.ts).
enum ToPage: Equatable, Sendable {
    /// The PushKit token in lower-case hex; nil: there is none.
    case voipToken(String?)
    /// The person answered this call in the system's screen, which has let go of it.
    case answered(Invitation)
    case callBack(address: String, video: Bool)
    /// The system rings for this invitation.
    case systemRings(invitation: String)

    /// The envelope as JSON, keys in alphabetical order.
    var text: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Texts, numbers and null can always be written.
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}

extension ToPage: Encodable {
    private enum Key: String, CodingKey {
        case ringway
        case kind
        case token
        case invitation
        case ticket
        case address
        case callType = "call_type"
        case from
        case displayName = "display_name"
    }

    func encode(to encoder: any Encoder) throws {
        var message = encoder.container(keyedBy: Key.self)
        try message.encode(Bridge.version, forKey: .ringway)
        switch self {
        case .voipToken(let token):
            try message.encode("voip_token", forKey: .kind)
            // Not `encodeIfPresent`: the page wants null.
            try message.encode(token, forKey: .token)
        case .answered(let invitation):
            try message.encode("answered", forKey: .kind)
            try message.encode(invitation.id, forKey: .invitation)
            try message.encode(invitation.ticket, forKey: .ticket)
            try message.encode(invitation.address, forKey: .address)
            try message.encode(Bridge.CallType(video: invitation.video), forKey: .callType)
            var from = message.nestedContainer(keyedBy: Key.self, forKey: .from)
            try from.encode(invitation.caller.address, forKey: .address)
            try from.encode(invitation.caller.name, forKey: .displayName)
        case .callBack(let address, let video):
            try message.encode("call_back", forKey: .kind)
            try message.encode(address, forKey: .address)
            try message.encode(Bridge.CallType(video: video), forKey: .callType)
        case .systemRings(let invitation):
            try message.encode("system_rings", forKey: .kind)
            try message.encode(invitation, forKey: .invitation)
        }
    }
}
