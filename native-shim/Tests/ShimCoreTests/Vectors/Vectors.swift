import Foundation
import Testing

/// The examples that the tests of the server and of the page read too: tests/support/vectors.json.
struct Vectors: Decodable, Sendable {
    /// A payload as the server writes it, and what is read of it.
    let payload: [String: JSON]
    let invitation: [String: JSON]
    /// Payloads by their differences from that one.
    let payloads: [PayloadVector]
    let payloadsRefused: [RefusedPayloadVector]
    let links: [LinkVector]
    let requests: [RequestVector]
    let toPage: [ToPageVector]
    let fromPage: [JSON]
    let fromPageRefused: [RefusedMessageVector]
    let answers: [AnswerVector]
    let paths: [PathVector]
    let deviceIds: [DeviceIdVector]

    private enum CodingKeys: String, CodingKey {
        case payload
        case invitation
        case payloads
        case payloadsRefused = "payloads_refused"
        case links = "hand_over_links"
        case requests = "shim_requests"
        case toPage = "shim_to_page"
        case fromPage = "page_to_shim"
        case fromPageRefused = "page_to_shim_refused"
        case answers = "ringing_answers"
        case paths = "account_path"
        case deviceIds = "device_id"
    }

    /// The one origin that counts in them.
    static let origin = "https://calls.example.com"
    static let shared = read()

    private static func read() -> Vectors {
        // From native-shim/Tests/ShimCoreTests/Vectors/Vectors.swift up to the project.
        let project = (1...5).reduce(URL(fileURLWithPath: #filePath)) { url, _ in url.deletingLastPathComponent() }
        let file = project.appendingPathComponent("tests/support/vectors.json")
        do {
            return try JSONDecoder().decode(Vectors.self, from: Data(contentsOf: file))
        } catch {
            fatalError("\(file.path): \(error)")
        }
    }
}

struct PathVector: Decodable, Sendable {
    let account: String
    let segment: String

    private enum CodingKeys: String, CodingKey {
        case account
        case segment = "path_segment"
    }
}

struct DeviceIdVector: Decodable, Sendable {
    let hex: String
    let deviceId: String

    private enum CodingKeys: String, CodingKey {
        case hex = "token_bytes_hex"
        case deviceId = "device_id"
    }

    /// The token as PushKit gives it.
    var token: Data {
        let digits = hex.compactMap(\.hexDigitValue)
        return Data(stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) })
    }
}

/// One vector to a test, named in its output.
extension PathVector: CustomTestStringConvertible {
    var testDescription: String { account }
}

extension DeviceIdVector: CustomTestStringConvertible {
    var testDescription: String { deviceId }
}
