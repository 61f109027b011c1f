/// Why a push is not understood.
enum PayloadProblem: Error, Equatable, Sendable {
    /// A field of the payload, by its name on the wire.
    enum Field: String, Sendable, CodingKey {
        case invitation
        case token
        case conferenceAlias = "conference_alias"
        case remoteAddress = "remote_address"
        case remoteDisplayName = "remote_display_name"
        case callType = "call_type"
        case serviceType = "service_type"
        case waiting
        case time
        case expiresAt = "expires_at"
        case origin
        case version
    }

    case empty
    case tooLarge
    /// Neither is anything else than an object.
    case notJSON
    case missing(Field)
    case wrongType(Field)
    /// A value that would break a URL, a header or a screen, or a number beyond all reason.
    case unsafe(Field)
    case unknownVersion
    case otherOrigin

    /// For the log: fixed words and the name of a field, nothing of what the push said.
    var words: String {
        switch self {
        case .empty: "empty"
        case .tooLarge: "too large"
        case .notJSON: "not JSON"
        case .missing(let field): "missing \(field.rawValue)"
        case .wrongType(let field): "wrong type of \(field.rawValue)"
        case .unsafe(let field): "unsafe \(field.rawValue)"
        case .unknownVersion: "unknown version"
        case .otherOrigin: "other origin"
        }
    }
}
