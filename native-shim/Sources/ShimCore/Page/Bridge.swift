/// What both directions of the bridge share (lib/platform/shim-bridge.ts).
enum Bridge {
    /// Version of the envelope, its field `ringway`; whoever reads another one drops the message.
    static let version = 1

    /// `call_type` on the wire.
    enum CallType: String, Codable {
        case audio
        case video

        init(video: Bool) {
            self = video ? .video : .audio
        }
    }
}
