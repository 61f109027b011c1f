import Foundation

/// JSON from outside. `JSONDecoder` reads it, since to `JSONSerialization` true is the number 1 as well. But it ends the
/// process on a field whose name is no text (a control character, half a character): what it gets is made fit first.
enum JSONText {
    /// A value read of JSON; throws where it is no JSON, or has none of this form.
    static func read<Value: Decodable>(_ type: Value.Type, from data: Data) throws -> Value {
        try JSONDecoder().decode(type, from: fit(data))
    }

    static func read<Value: DecodableWithConfiguration>(
        _ type: Value.Type, from data: Data, by configuration: Value.DecodingConfiguration
    ) throws -> Value {
        try JSONDecoder().decode(type, from: fit(data), configuration: configuration)
    }

    struct Unfit: Error {}

    private static let quote = UInt8(ascii: "\"")
    private static let backslash = UInt8(ascii: "\\")
    private static let replacement = Array(#"\ufffd"#.utf8)

    /// UTF-8 whose texts are texts (RFC 8259, section 7), with U+FFFD in place of each UTF-16 surrogate alone, as
    /// `String.prototype.toWellFormed` of ECMA-262 puts it.
    private static func fit(_ data: Data) throws -> Data {
        guard let text = String(data: data, encoding: .utf8) else { throw Unfit() }
        var bytes = Array(text.utf8)
        var isInText = false
        var place = 0
        while place < bytes.count {
            let byte = bytes[place]
            if byte == backslash && isInText {
                place = try pastEscape(at: place, in: &bytes)
                continue
            }
            if byte == quote { isInText.toggle() }
            guard byte >= 0x20 || (!isInText && [0x09, 0x0A, 0x0D].contains(byte)) else { throw Unfit() }
            place += 1
        }
        return Data(bytes)
    }

    private static func pastEscape(at place: Int, in bytes: inout [UInt8]) throws -> Int {
        guard place + 1 < bytes.count else { throw Unfit() }
        guard bytes[place + 1] == UInt8(ascii: "u") else {
            guard #""\/bfnrt"#.utf8.contains(bytes[place + 1]) else { throw Unfit() }
            return place + 2
        }
        guard let unit = unit(at: place, in: bytes) else { throw Unfit() }
        if UTF16.isLeadSurrogate(unit), let next = self.unit(at: place + 6, in: bytes), UTF16.isTrailSurrogate(next) {
            return place + 12
        }
        if UTF16.isSurrogate(unit) { bytes.replaceSubrange(place..<place + 6, with: replacement) }
        return place + 6
    }

    /// The UTF-16 code unit that is written at a place as `\u` and four digits.
    private static func unit(at place: Int, in bytes: [UInt8]) -> UInt16? {
        guard place + 6 <= bytes.count, bytes[place] == backslash, bytes[place + 1] == UInt8(ascii: "u") else {
            return nil
        }
        let digits = bytes[place + 2..<place + 6].map { Character(Unicode.Scalar($0)).hexDigitValue }
        guard !digits.contains(nil) else { return nil }
        return digits.reduce(0) { $0 * 16 + UInt16($1 ?? 0) }
    }
}
