import Testing

@testable import ShimCore

@Suite("What the shim says to the page")
struct ToPageTests {
    @Test("is the text that the page reads", arguments: Vectors.shared.toPage)
    func said(vector: ToPageVector) throws {
        let said = try vector.said()
        #expect(said.text == vector.text)
    }

    @Test("stays one line of JSON, whatever stands in it")
    func disturbing() {
        let text = ToPage.systemRings(invitation: "\u{0}\n\"\\/\u{2028}").text
        #expect(!text.utf8.contains { $0 < 0x20 })
        #expect(text.hasPrefix(#"{"invitation":"\u0000\n\"\\/"#))
    }
}

@Suite("The link that hands a call over")
struct HandOverLinkTests {
    @Test("is the one that the page reads", arguments: Vectors.shared.links)
    func link(vector: LinkVector) throws {
        let invitation = try PayloadVector.named(vector.payload).expected()
        let action = try #require(HandOverLink.Action(rawValue: vector.action))
        let url = HandOverLink.url(origin: Vectors.origin, invitation: invitation, action: action)
        #expect(url == vector.url)
        // The ticket is the server's to see by nobody's mistake: all of it stands behind the one number sign.
        #expect(url.split(separator: "#").count == 2)
        #expect(url.hasPrefix("\(Vectors.origin)/call#"))
    }

    @Test("to the first page says nothing")
    func home() {
        #expect(HandOverLink.home(origin: Vectors.origin) == "https://calls.example.com/")
    }
}

@Suite("A call that the page shows")
struct ShownCallTests {
    @Test("is the one that a push rings for: by its invitation, or between the same two people")
    func same() throws {
        let pushed = try PayloadVector.named("a video call").expected()
        let waiting = try PayloadVector.named("an audio call while another one goes on").expected()
        let anonymous = try PayloadVector.named("a caller without an account").expected()
        #expect(shown(pushed.id, "other@example.com").isCall(of: pushed))
        #expect(shown(waiting.id, "other@example.com").isCall(of: waiting))
        #expect(shown(nil, "alice@example.com").isCall(of: pushed))
        #expect(!shown(nil, "alice@example.com").isCall(of: waiting))
        #expect(!shown(nil, "bob@example.com").isCall(of: pushed))
        #expect(!shown("another", "").isCall(of: anonymous))
    }

    private func shown(_ invitation: String?, _ address: String) -> ShownCall {
        ShownCall(invitation: invitation, address: address, state: .connected, video: true)
    }
}
