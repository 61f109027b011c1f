/// An answer to `ringing` in the server's envelope (platform-api.md, section 4, Answers).
enum RingAnswer: Decodable {
    case told(Told)
    /// The server's reason, of its closed list.
    case refused(String)

    /// The state of an invitation; `reason` as this device sees it (`reasonSeenBy` of lib/call/invitation.ts): none
    /// where it decided itself.
    struct Told: Decodable {
        enum State: String, Decodable {
            case ringing
            case accepted
            case rejected
            case cancelled
            case missed
            case busy
            case unreachable
            case failed
        }

        let invitation: String
        let state: State
        let reason: String?
        let expires: Instant
    }

    private enum Status: String, Decodable {
        case success
        case failed
    }

    private enum Key: CodingKey {
        case status
        case result
        case reason
    }

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        switch try fields.decode(Status.self, forKey: .status) {
        case .success:
            self = .told(try fields.decode(Told.self, forKey: .result))
        case .failed:
            // The words for people stand in every refusal of ours.
            _ = try fields.decode(String.self, forKey: .result)
            self = .refused(try fields.decode(String.self, forKey: .reason))
        }
    }

    /// What a refusal for a reason says of the call; nil: nothing.
    static func end(refusedFor reason: String) -> RingEnd? {
        switch reason {
        case "answered_elsewhere": .answeredElsewhere
        case "rejected_elsewhere", "rejected": .declinedElsewhere
        case "cancelled", "ended", "replaced": .cancelled
        case "missed", "busy", "unreachable": .missed
        case "failed": .failed
        default: nil
        }
    }
}

extension RingAnswer.Told {
    private enum Key: String, CodingKey {
        case invitation
        case state
        case reason
        case expiresAt = "expires_at"
    }

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        invitation = try fields.decode(String.self, forKey: .invitation)
        state = try fields.decode(State.self, forKey: .state)
        reason = try fields.decodeIfPresent(String.self, forKey: .reason)
        guard let moment = Instant(unixSeconds: try fields.wholeNumber(forKey: .expiresAt)) else {
            throw DecodingError.dataCorruptedError(
                forKey: .expiresAt, in: fields, debugDescription: "beyond all reason")
        }
        expires = moment
    }

    var ringState: RingState {
        switch state {
        case .ringing: .ringing(expires: expires)
        case .accepted: .over(reason == "answered_elsewhere" ? .answeredElsewhere : .answeredHere)
        case .rejected: .over(reason == "rejected_elsewhere" ? .declinedElsewhere : .declinedHere)
        case .cancelled: .over(.cancelled)
        case .missed, .busy, .unreachable: .over(.missed)
        // To a rung device a call that could not go on is one that it missed, and the server says so.
        case .failed: .over(reason == "missed" ? .missed : .failed)
        }
    }
}
