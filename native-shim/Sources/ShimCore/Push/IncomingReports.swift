import Foundation

extension IncomingReport {
    /// The handle of whoever cannot be called back (RFC 3323, section 4.1.1.3; no name under `.invalid` exists).
    static let nobody = "anonymous@anonymous.invalid"

    /// A call as its push said it.
    init(call: UUID, of invitation: Invitation) {
        let address = invitation.caller.address
        self.init(
            call: call,
            handle: address.isEmpty ? IncomingReport.nobody : address,
            name: invitation.caller.name,
            hasVideo: true
        )
    }

    /// A push that says nothing that could be shown.
    init(notUnderstood call: UUID) {
        self.init(call: call, handle: IncomingReport.nobody, name: "Ringway", hasVideo: true)
    }
}
