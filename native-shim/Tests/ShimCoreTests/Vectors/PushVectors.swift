import Foundation
import Testing

@testable import ShimCore

/// A payload that is understood.
struct PayloadVector: Decodable, Sendable {
    let name: String
    let set: [String: JSON]
    let length: Int?
    /// What is read of it, by its differences from `Vectors.invitation`.
    let invitation: [String: JSON]

    private enum CodingKeys: String, CodingKey {
        case name
        case set
        case length = "pad_to"
        case invitation
    }

    static func named(_ name: String) throws -> PayloadVector {
        try #require(Vectors.shared.payloads.first { $0.name == name }, "no payload \(name)")
    }

    func bytes() throws -> Data {
        try JSON.bytes(of: Vectors.shared.payload.merging(set) { $1 }, length: length)
    }

    func expected() throws -> Invitation {
        let fields = Vectors.shared.invitation.merging(invitation) { $1 }
        return try JSONDecoder().decode(InvitationVector.self, from: JSON.object(fields).bytes()).invitation
    }
}

/// A payload that is not understood, and the words for it.
struct RefusedPayloadVector: Decodable, Sendable {
    let name: String
    let problem: String
    let text: String?
    /// How often `text` stands there.
    let times: Int?
    let set: [String: JSON]?
    let without: String?
    let length: Int?

    private enum CodingKeys: String, CodingKey {
        case name
        case problem
        case text
        case times = "repeat"
        case set
        case without
        case length = "pad_to"
    }

    func bytes() throws -> Data {
        if let text { return Data(String(repeating: text, count: times ?? 1).utf8) }
        var fields = Vectors.shared.payload.merging(set ?? [:]) { $1 }
        if let without { fields[without] = nil }
        return try JSON.bytes(of: fields, length: length)
    }
}

/// What is read of a payload; times are Unix seconds.
private struct InvitationVector: Decodable {
    let id: String
    let ticket: String
    let address: String
    let callerAddress: String
    let callerName: String
    let video: Bool
    let meeting: Bool
    let waiting: Bool
    let placed: Int64
    let expires: Int64

    private enum CodingKeys: String, CodingKey {
        case id
        case ticket
        case address
        case callerAddress = "caller_address"
        case callerName = "caller_name"
        case video
        case meeting
        case waiting
        case placed
        case expires
    }

    var invitation: Invitation {
        Invitation(
            id: id,
            ticket: ticket,
            address: address,
            caller: Invitation.Caller(address: callerAddress, name: callerName),
            video: video,
            meeting: meeting,
            waiting: waiting,
            placed: Instant(milliseconds: placed * 1_000),
            expires: Instant(milliseconds: expires * 1_000)
        )
    }
}

extension PayloadVector: CustomTestStringConvertible {
    var testDescription: String { name }
}

extension RefusedPayloadVector: CustomTestStringConvertible {
    var testDescription: String { name }
}
