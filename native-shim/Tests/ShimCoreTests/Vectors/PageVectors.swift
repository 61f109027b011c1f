import Foundation
import Testing

@testable import ShimCore

struct LinkVector: Decodable, Sendable {
    let payload: String
    let action: String
    let url: String
}

struct RequestVector: Decodable, Sendable {
    let payload: String
    let request: String
    let path: String
    let body: JSON
}

/// What the shim has to say, and the text that the page gets.
struct ToPageVector: Decodable, Sendable {
    let say: JSON
    let text: String

    func said() throws -> ToPage {
        if let token = say["voip_token"] { return .voipToken(token.text) }
        if let payload = say["answered"]?.text { return .answered(try PayloadVector.named(payload).expected()) }
        if let address = say["call_back"]?.text {
            return .callBack(address: address, video: say["video"] == .flag(true))
        }
        return .systemRings(invitation: try #require(say["system_rings"]?.text))
    }
}

/// What the page, or somebody else, says and is not heard.
struct RefusedMessageVector: Decodable, Sendable {
    let name: String
    let problem: String
    let origin: String?
    let isMainFrame: Bool?
    let text: String?
    let message: JSON?

    private enum CodingKeys: String, CodingKey {
        case name
        case problem
        case origin
        case isMainFrame = "is_main_frame"
        case text
        case message
    }

    func body() throws -> String {
        if let text { return text }
        return String(decoding: try #require(message).bytes(), as: UTF8.self)
    }
}

/// An answer to `ringing`: with neither `rings_until` (Unix seconds) nor `over` it says nothing of the call.
struct AnswerVector: Decodable, Sendable {
    let name: String
    let status: Int
    let body: JSON?
    let text: String?
    let ringsUntil: Int64?
    let over: RingEnd?

    private enum CodingKeys: String, CodingKey {
        case name
        case status
        case body
        case text
        case ringsUntil = "rings_until"
        case over
    }

    func bytes() throws -> Data {
        try body?.bytes() ?? Data(#require(text).utf8)
    }

    var expected: RingState {
        if let ringsUntil { return .ringing(expires: Instant(milliseconds: ringsUntil * 1_000)) }
        return over.map(RingState.over) ?? .unknown
    }
}

extension LinkVector: CustomTestStringConvertible {
    var testDescription: String { "\(action) \(payload)" }
}

extension RequestVector: CustomTestStringConvertible {
    var testDescription: String { "\(request) \(payload)" }
}

extension ToPageVector: CustomTestStringConvertible {
    var testDescription: String { text }
}

extension RefusedMessageVector: CustomTestStringConvertible {
    var testDescription: String { name }
}

extension AnswerVector: CustomTestStringConvertible {
    var testDescription: String { name }
}
