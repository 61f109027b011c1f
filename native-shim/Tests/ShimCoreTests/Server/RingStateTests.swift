import Foundation
import Testing

@testable import ShimCore

@Suite("An answer to ringing")
struct RingStateTests {
    @Test("says what became of the call", arguments: Vectors.shared.answers)
    func state(vector: AnswerVector) throws {
        let invitation = try PayloadVector.named("a video call").expected().id
        let state = RingState.read(status: vector.status, body: try vector.bytes(), of: invitation)
        #expect(state == vector.expected)
    }

    @Test("of the server's trouble says nothing, whatever it seems to say", arguments: [201, 204, 302, 403, 500, 503])
    func trouble(status: Int) throws {
        let ended = try #require(Vectors.shared.answers.first { $0.over == .answeredElsewhere })
        let invitation = try PayloadVector.named("a video call").expected().id
        let state = RingState.read(status: status, body: try ended.bytes(), of: invitation)
        #expect(state == .unknown)
    }

    @Test("of a megabyte of a stranger's page says nothing")
    func strangers() {
        let page = Data(String(repeating: "<p>Welcome</p>", count: 75_000).utf8)
        #expect(RingState.read(status: 200, body: page, of: "i") == .unknown)
    }
}

@Suite("A request of the shim")
struct ServerRequestTests {
    @Test("names the call in its path and brings the ticket in a header", arguments: Vectors.shared.requests)
    func request(vector: RequestVector) throws {
        let invitation = try PayloadVector.named(vector.payload).expected()
        let origin = Vectors.origin
        let request =
            vector.request == "reject"
            ? ServerRequests.reject(id: 7, origin: origin, invitation: invitation)
            : ServerRequests.ringing(
                id: 7, origin: origin, invitation: invitation, answering: vector.request == "answering")
        #expect(request.id == 7)
        #expect(request.method == "POST")
        #expect(request.url == origin + vector.path)
        #expect(request.headers == ["content-type": "application/json", "token": invitation.ticket])
        #expect(!request.url.contains(invitation.ticket))
        let body = try JSONDecoder().decode(JSON.self, from: #require(request.body))
        #expect(body == vector.body)
    }
}
