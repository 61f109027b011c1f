import Foundation
import Testing

@testable import ShimCore

@Suite("What the system is shown")
struct IncomingReportTests {
    let call = UUID()

    @Test("is the caller, always as video")
    func caller() throws {
        let report = IncomingReport(call: call, of: try PayloadVector.named("a video call").expected())
        #expect(report == IncomingReport(call: call, handle: "alice@example.com", name: "Alice", hasVideo: true))
        let audio = try PayloadVector.named("an audio call while another one goes on").expected()
        #expect(IncomingReport(call: call, of: audio).hasVideo)
    }

    @Test("is somebody whom nobody can call back, without an account")
    func anonymous() throws {
        let guest = try PayloadVector.named("a caller without an account").expected()
        let report = IncomingReport(call: call, of: guest)
        #expect(report.handle == "anonymous@anonymous.invalid")
        #expect(report.name == "Guest \"Mallory\"")
    }

    @Test("of a push that is not understood has a name and a handle too")
    func notUnderstood() {
        let report = IncomingReport(notUnderstood: call)
        #expect(!report.handle.isEmpty && !report.name.isEmpty && report.hasVideo)
    }
}
