import Foundation

/// Reads the payload of a VoIP push (platform-api.md, section 3).
enum Payload {
    /// Most bytes of a VoIP payload (ios-shim.md, PushKit and APNs).
    static let limit = 5_120
    /// The one version that this shim reads; a payload that names none has it.
    static let version = 1
    /// Who calls when neither a name nor an address says it.
    static let nameless = "Ringway"

    static func read(_ data: Data, origin: String) -> Result<Invitation, PayloadProblem> {
        guard !data.isEmpty else { return .failure(.empty) }
        guard data.count <= limit else { return .failure(.tooLarge) }
        let read = try? JSONText.read(PayloadObject.self, from: data, by: origin)
        return read?.outcome ?? .failure(.notJSON)
    }
}

/// A payload that is an object, read by the one origin that counts.
private struct PayloadObject: DecodableWithConfiguration {
    let outcome: Result<Invitation, PayloadProblem>

    init(from decoder: any Decoder, configuration origin: String) throws {
        let fields = try PayloadFields(of: decoder)
        outcome = PayloadObject.read(fields, origin: origin)
    }

    private enum Kind: String {
        case gateway
        case conference
    }

    private enum CallType: String {
        case audio
        case video
    }

    private static func read(_ fields: PayloadFields, origin: String) -> Result<Invitation, PayloadProblem> {
        do throws(PayloadProblem) {
            try check(fields, origin: origin)
            return .success(try invitation(fields))
        } catch {
            return .failure(error)
        }
    }

    /// What another version or another server means by the other fields, nobody here knows.
    private static func check(_ fields: PayloadFields, origin: String) throws(PayloadProblem) {
        if fields.has(.version) {
            guard try fields.number(.version) == Payload.version else { throw .unknownVersion }
        }
        guard try fields.text(.origin) == origin else { throw .otherOrigin }
    }

    private static func invitation(_ fields: PayloadFields) throws(PayloadProblem) -> Invitation {
        let kind: Kind = try fields.word(.serviceType)
        let callType: CallType = try fields.word(.callType)
        return Invitation(
            id: try fields.text(.invitation, if: SafeText.isIdentifier),
            ticket: try fields.text(.token, if: SafeText.isTicket),
            address: try fields.text(.conferenceAlias, if: SafeText.isAddress),
            caller: try caller(fields),
            video: callType == .video,
            meeting: kind == .conference,
            waiting: try fields.flag(.waiting),
            placed: try placed(fields),
            expires: try moment(fields.number(.expiresAt), of: .expiresAt)
        )
    }

    private static func caller(_ fields: PayloadFields) throws(PayloadProblem) -> Invitation.Caller {
        let address = try fields.text(.remoteAddress) { $0.isEmpty || SafeText.isAddress($0) }
        let name = SafeText.name(try fields.text(.remoteDisplayName)) ?? SafeText.name(address) ?? Payload.nameless
        return Invitation.Caller(address: address, name: name)
    }

    /// `time` is Unix seconds as a text of digits.
    private static func placed(_ fields: PayloadFields) throws(PayloadProblem) -> Instant {
        let digits = try fields.text(.time) { $0.utf8.allSatisfy(Set("0123456789".utf8).contains) }
        guard let seconds = Int64(digits) else { throw .unsafe(.time) }
        return try moment(seconds, of: .time)
    }

    private static func moment(
        _ seconds: Int64, of field: PayloadProblem.Field
    ) throws(PayloadProblem) -> Instant {
        guard let moment = Instant(unixSeconds: seconds) else { throw .unsafe(field) }
        return moment
    }
}
