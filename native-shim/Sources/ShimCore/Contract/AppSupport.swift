import Foundation

// What the app hands over in Apple's terms, read here so that it is tried without a phone.

extension ShimEvent {
    /// The end of a request: `status` nil, no answer came; `date`, the text of its header (RFC 9110, section 5.6.7).
    public init(answerTo request: Int, status: Int?, body: Data?, date: String?) {
        guard let status, let body else {
            self = .requestFailed(request: request)
            return
        }
        self = .responded(request: request, status: status, body: body, date: date.flatMap(Instant.init(httpDate:)))
    }
}

extension Instant {
    /// `Sun, 06 Nov 1994 08:49:37 GMT`
    init?(httpDate text: String) {
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(identifier: "GMT")
        format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        guard let date = format.date(from: text) else { return nil }
        self.init(milliseconds: Int64(date.timeIntervalSince1970) * 1_000)
    }

    private var date: Date { Date(timeIntervalSince1970: Double(milliseconds) / 1_000) }

    fileprivate func until(_ end: Instant) -> DateInterval {
        DateInterval(start: min(self, end).date, end: end.date)
    }
}

extension CallRecord {
    /// While media flowed; the moment of its end where it never did.
    public var interval: DateInterval { (connected ?? ended).until(ended) }
}
