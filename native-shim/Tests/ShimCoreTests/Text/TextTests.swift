import Foundation
import Testing

@testable import ShimCore

@Suite("Hex")
struct HexTests {
    @Test("is how a device id begins", arguments: Vectors.shared.deviceIds)
    func token(vector: DeviceIdVector) {
        let hex = Hex.text(of: vector.token)
        #expect(hex == vector.hex)
        #expect(vector.deviceId.hasPrefix("\(hex)__"))
    }

    @Test("has two digits for every byte")
    func bytes() {
        #expect(Hex.text(of: Data()) == "")
        for byte in UInt8.min...UInt8.max {
            let hex = Hex.text(of: Data([byte]))
            #expect(hex.count == 2 && UInt8(hex, radix: 16) == byte && hex == hex.lowercased())
        }
    }
}

@Suite("Percent-encoding")
struct PercentEncodingTests {
    @Test("writes an account as a path", arguments: Vectors.shared.paths)
    func path(vector: PathVector) {
        #expect(PercentEncoding.segment(vector.account) == vector.segment)
    }

    @Test("writes values of a form as the page does")
    func form() {
        #expect(PercentEncoding.formValue(" a  b ") == "+a++b+")
        #expect(PercentEncoding.formValue("a+b%20~*-._!'()") == "a%2Bb%2520%7E*-._%21%27%28%29")
        // A space and a mark are one character to the eye, and two to a URL.
        #expect(PercentEncoding.formValue("a \u{301}") == "a+%CC%81")
        #expect(PercentEncoding.formValue("") == "")
    }
}

@Suite("A text that goes out")
struct SafeTextTests {
    @Test("is a ticket if no URL changes it")
    func tickets() {
        #expect(SafeText.isTicket("aZ09-._~"))
        #expect(SafeText.isTicket(String(repeating: "t", count: 400)))
        #expect(!SafeText.isTicket(String(repeating: "t", count: 401)))
        for byte in UInt8.min..<0x80 where !PercentEncoding.unreserved.contains(byte) {
            #expect(!SafeText.isTicket("t\(Unicode.Scalar(byte))t"))
        }
        for text in ["", "e\u{301}", "ｔ", "🎫", "t\u{200D}"] { #expect(!SafeText.isTicket(text)) }
    }

    @Test("is an address without what a URL swallows or a screen turns around")
    func addresses() {
        for text in ["10017", "张伟@example.com", "a/b", "..."] { #expect(SafeText.isAddress(text)) }
        for text in ["", ".", "..", "a b", "a\u{A0}b", "a\tb", "a\u{0}", "\u{2067}a", "a\u{2029}"] {
            #expect(!SafeText.isAddress(text))
        }
    }

    @Test("is a name as its person wrote it")
    func names() {
        for name in ["Alice", "👨‍👩‍👧‍👦", "محمد", "שרה", "e\u{301}", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "क्षि", "O'Neil \"Bo\""] {
            #expect(SafeText.name(name) == name)
        }
    }

    @Test("is no name if nothing of it can be seen")
    func unseen() {
        for text in ["", " \n\t", "\u{200B}\u{200F}", "\u{3164}", "\u{FE0F}", "\u{202E}\u{2069}", "\u{0}\u{7F}\u{9B}"] {
            #expect(SafeText.name(text) == nil)
        }
    }

    @Test("is a name cut between characters, never inside one")
    func longNames() {
        let families = String(repeating: "👨‍👩‍👧‍👦", count: 201)
        #expect(SafeText.name(families) == String(repeating: "👨‍👩‍👧‍👦", count: 200))
    }
}
