import Foundation

/// Reads the payload of a VoIP push (platform-api.md, section 3).
enum Payload {
    /// Most bytes of a VoIP payload (ios-shim.md, PushKit and APNs).
    static let limit = 5_120
    /// The one version that this shim reads; a payload that names none has it.
    static let version = 1

    static func read(_ data: Data, origin: String) -> Result<Invitation, PayloadProblem> {
        .failure(.notJSON)
    }
}
