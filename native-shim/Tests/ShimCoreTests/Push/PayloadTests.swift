import Foundation
import Testing

@testable import ShimCore

@Suite("The payload of a push")
struct PayloadTests {
    @Test("says what the server meant", arguments: Vectors.shared.payloads)
    func understood(vector: PayloadVector) throws {
        let bytes = try vector.bytes()
        if let length = vector.length { #expect(bytes.count == length) }
        let invitation = try vector.expected()
        #expect(Payload.read(bytes, origin: Vectors.origin) == .success(invitation))
    }

    @Test("is refused in words", arguments: Vectors.shared.payloadsRefused)
    func refused(vector: RefusedPayloadVector) throws {
        let bytes = try vector.bytes()
        if let length = vector.length { #expect(bytes.count == length) }
        #expect(problem(of: bytes)?.words == vector.problem)
    }

    @Test("of 5,120 bytes is read, of 5,121 not, of none neither")
    func lengths() {
        #expect(Payload.limit == 5_120)
        #expect(problem(of: Data()) == .empty)
        #expect(problem(of: Data(repeating: 0x20, count: 5_120)) == .notJSON)
        #expect(problem(of: Data(repeating: 0x20, count: 5_121)) == .tooLarge)
        #expect(problem(of: Data([0xFF, 0xFE, 0x00, 0x7B])) == .notJSON)
    }

    @Test("may write its numbers as JSON allows", arguments: ["1900000045", "1900000045.0", "1.900000045e9"])
    func numbers(expiry: String) throws {
        let read = try read(replacing: "1900000045", with: expiry)
        let invitation = try read.get()
        #expect(invitation.expires == Instant(milliseconds: 1_900_000_045_000))
    }

    @Test(
        "loses no call for half a character in a name",
        arguments: [
            (#"\ud83d"#, "\u{FFFD}"), (#"Guest \"\ud83d\""#, "Guest \"\u{FFFD}\""),
            (#"\udc00\ud800"#, "\u{FFFD}\u{FFFD}"), (#"\uD83D\uDE00"#, "😀"),
        ])
    func halfACharacter(written: String, name: String) throws {
        let read = try read(replacing: "\"Alice\"", with: "\"\(written)\"")
        let invitation = try read.get()
        #expect(invitation.caller.name == name)
    }

    @Test("with half a character in its ticket is refused")
    func halfATicket() throws {
        let read = try read(replacing: "\"\(ticket())\"", with: #""\ud83d""#)
        #expect(read == .failure(.unsafe(.token)))
    }

    @Test("by another spelling of the origin is another server's")
    func origins() throws {
        let bytes = try PayloadVector.named("a video call").bytes()
        for origin in ["https://calls.example.com/", "https://CALLS.example.com", ""] {
            #expect(Payload.read(bytes, origin: origin) == .failure(.otherOrigin))
        }
    }

    @Test("cut anywhere is refused and never half read")
    func cut() throws {
        let bytes = try PayloadVector.named("a name of emoji").bytes()
        for length in 1..<bytes.count {
            #expect(problem(of: bytes.prefix(length)) == .notJSON)
        }
    }

    @Test(
        "with any byte of it changed is refused, or says nothing unsafe",
        arguments: [0x00, 0x22, 0x5C, 0x7D, 0xE2, 0xFF] as [UInt8])
    func changed(byte: UInt8) throws {
        let bytes = try PayloadVector.named("names from right to left").bytes()
        for place in bytes.indices {
            var changed = bytes
            changed[place] = byte
            guard case .success(let invitation) = Payload.read(changed, origin: Vectors.origin) else { continue }
            #expect(SafeText.isTicket(invitation.ticket) && SafeText.isIdentifier(invitation.id))
            #expect(SafeText.isAddress(invitation.address) && SafeText.name(invitation.caller.name) != nil)
        }
    }

    @Test("has words for the log that say nothing of what it said")
    func words() throws {
        let secret = "secret&ticket"
        let read = try read(replacing: ticket(), with: secret)
        guard case .failure(let problem) = read else {
            Issue.record("a ticket that breaks a URL was taken")
            return
        }
        #expect(problem.words == "unsafe token")
    }

    private func ticket() throws -> String {
        try PayloadVector.named("a video call").expected().ticket
    }

    private func problem(of bytes: Data) -> PayloadProblem? {
        guard case .failure(let problem) = Payload.read(bytes, origin: Vectors.origin) else { return nil }
        return problem
    }

    /// Reads the usual payload, changed as text.
    private func read(
        replacing part: String, with other: String
    ) throws -> Result<Invitation, PayloadProblem> {
        let text = String(decoding: try PayloadVector.named("a video call").bytes(), as: UTF8.self)
        try #require(text.contains(part))
        return Payload.read(Data(text.replacing(part, with: other).utf8), origin: Vectors.origin)
    }
}
