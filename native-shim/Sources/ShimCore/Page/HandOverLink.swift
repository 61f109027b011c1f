/// The link by which the web app takes a call over (ios-shim.md, The hand-over link). What authorises it stands in the
/// fragment, which never reaches a server.
enum HandOverLink {
    enum Action: String, Sendable {
        case answer
        case reject
    }

    static func url(origin: String, invitation: Invitation, action: Action) -> String {
        let parts = [
            ("invitation", invitation.id),
            ("ticket", invitation.ticket),
            ("address", invitation.address),
            ("action", action.rawValue),
        ]
        let fragment = parts.map { "\($0)=\(PercentEncoding.formValue($1))" }.joined(separator: "&")
        return "\(origin)/call#\(fragment)"
    }

    /// The web app's first page.
    static func home(origin: String) -> String {
        "\(origin)/"
    }
}
