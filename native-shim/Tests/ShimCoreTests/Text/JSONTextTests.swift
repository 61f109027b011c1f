import Foundation
import Testing

@testable import ShimCore

@Suite("JSON from outside")
struct JSONTextTests {
    @Test(
        "with a text that is none is refused, and ends no process",
        arguments: [
            "{\"a\u{0}\":1}", "{\"a\n\":1}", "{\"\u{1F}\":1}", #"{"\x":1}"#, #"{"\u12":1}"#, #"{"\u12g4":1}"#, #"{"\"#,
            #"{"a":"\u"}"#, "{\u{0}}", "\u{B}{}", #"{"\ud800\u12":1}"#, "{\"a", #"{"a":1"#, #"{"a"}"#,
        ])
    func refused(text: String) {
        #expect(read(Data(text.utf8)) == nil)
    }

    @Test("in another encoding is refused")
    func encodings() throws {
        for encoding in [String.Encoding.utf16, .utf16LittleEndian, .utf16BigEndian, .utf32] {
            let data = try #require(#"{"a":1}"#.data(using: encoding))
            #expect(read(data) == nil)
        }
        #expect(read(Data([0x7B, 0x22, 0xC3, 0x28, 0x22, 0x3A, 0x31, 0x7D])) == nil)
    }

    @Test(
        "is read as the page reads it",
        arguments: [
            (#"{"\ud800":1}"#, ["\u{FFFD}": JSON.number(1)]),
            (#"{"\ud83d\ude00":"\udE00x\ud83d"}"#, ["😀": .text("\u{FFFD}x\u{FFFD}")]),
            (#"{"a\\\"\/\b\f\n\r\t\u0000":"\\ud800"}"#, ["a\\\"/\u{8}\u{C}\n\r\t\u{0}": .text("\\ud800")]),
            ("\t\r\n{\"\u{7F}é\u{2028}\" : true}\n", ["\u{7F}é\u{2028}": .flag(true)]),
        ])
    func understood(text: String, fields: [String: JSON]) {
        #expect(read(Data(text.utf8)) == .object(fields))
    }

    @Test("with any two bytes of it changed ends no process", arguments: [#"{"a\u0041\n":"b","c":[1,{"d":null}]}"#])
    func changed(text: String) {
        let bytes: [UInt8] = [0x00, 0x0A, 0x20, 0x22, 0x2C, 0x3A, 0x5C, 0x64, 0x75, 0x7B, 0x7D, 0xD8, 0xFF]
        let whole = Array(text.utf8)
        for first in whole.indices {
            for second in whole.indices {
                for byte in bytes {
                    var changed = whole
                    changed[first] = byte
                    changed[second] = bytes[(first + second) % bytes.count]
                    _ = read(Data(changed))
                }
            }
        }
    }

    private func read(_ data: Data) -> JSON? {
        try? JSONText.read(JSON.self, from: data)
    }
}
