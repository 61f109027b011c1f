// What Apple's Foundation has and Linux's Foundation has not, as far as the app uses it: imported everywhere, implicitly.
@_exported import Dispatch
@_exported import Foundation

// developer.apple.com/documentation/foundation/nsuseractivity
open class NSUserActivity: NSObject {}

extension FileManager {
    // developer.apple.com/documentation/foundation/filemanager/containerurl(forsecurityapplicationgroupidentifier:)
    public func containerURL(forSecurityApplicationGroupIdentifier groupIdentifier: String) -> URL? { nil }
}

extension URL {
    // developer.apple.com/documentation/foundation/url/documentsdirectory
    public static var documentsDirectory: URL { URL(fileURLWithPath: "/") }
}

// developer.apple.com/documentation/foundation/urlrequest
public struct URLRequest: Sendable {
    // developer.apple.com/documentation/foundation/urlrequest/url
    public var url: URL?
    // developer.apple.com/documentation/foundation/urlrequest/httpmethod
    public var httpMethod: String?
    // developer.apple.com/documentation/foundation/urlrequest/allhttpheaderfields
    public var allHTTPHeaderFields: [String: String]?
    // developer.apple.com/documentation/foundation/urlrequest/httpbody
    public var httpBody: Data?

    // developer.apple.com/documentation/foundation/urlrequest/init(url:cachepolicy:timeoutinterval:)
    public init(url: URL) { self.url = url }
}

// developer.apple.com/documentation/foundation/urlresponse
open class URLResponse: NSObject, @unchecked Sendable {}

// developer.apple.com/documentation/foundation/httpurlresponse
open class HTTPURLResponse: URLResponse, @unchecked Sendable {
    // developer.apple.com/documentation/foundation/httpurlresponse/statuscode
    open var statusCode: Int { fatalError() }

    // developer.apple.com/documentation/foundation/httpurlresponse/value(forhttpheaderfield:)
    open func value(forHTTPHeaderField field: String) -> String? { nil }
}

// developer.apple.com/documentation/foundation/urlsessionconfiguration
open class URLSessionConfiguration: NSObject, @unchecked Sendable {
    // developer.apple.com/documentation/foundation/urlsessionconfiguration/ephemeral
    open class var ephemeral: URLSessionConfiguration { fatalError() }
}

// developer.apple.com/documentation/foundation/urlsessiontask
open class URLSessionTask: NSObject, @unchecked Sendable {
    // developer.apple.com/documentation/foundation/urlsessiontask/resume()
    open func resume() {}

    // developer.apple.com/documentation/foundation/urlsessiontask/cancel()
    open func cancel() {}
}

// developer.apple.com/documentation/foundation/urlsessiondatatask
open class URLSessionDataTask: URLSessionTask, @unchecked Sendable {}

// developer.apple.com/documentation/foundation/urlsession
open class URLSession: NSObject, @unchecked Sendable {
    // developer.apple.com/documentation/foundation/urlsession/init(configuration:)
    public init(configuration: URLSessionConfiguration) {}

    // developer.apple.com/documentation/foundation/urlsession/datatask(with:completionhandler:)
    open func dataTask(
        with request: URLRequest, completionHandler: @escaping @Sendable (Data?, URLResponse?, (any Error)?) -> Void
    ) -> URLSessionDataTask { fatalError() }
}
