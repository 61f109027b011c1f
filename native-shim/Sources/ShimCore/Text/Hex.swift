import Foundation

/// Bytes in lower-case hex.
enum Hex {
    private static let digits = Array("0123456789abcdef")

    /// A PushKit token as `device_id` begins with it (platform-api.md, section 2). Never a description of `Data`, whose
    /// form is the system's own affair. The page adds `__` and the MD5 of the certificate's name.
    static func text(of bytes: Data) -> String {
        bytes.map(pair).joined()
    }

    /// The two digits of a byte.
    static func pair(_ byte: UInt8) -> String {
        String([digits[Int(byte >> 4)], digits[Int(byte & 15)]])
    }
}
