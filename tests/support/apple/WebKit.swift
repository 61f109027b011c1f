// developer.apple.com/documentation/webkit, as far as the app uses it.
import AppleFoundation
import UIKit

// developer.apple.com/documentation/webkit/wksecurityorigin
@MainActor
open class WKSecurityOrigin: NSObject {
    // developer.apple.com/documentation/webkit/wksecurityorigin/protocol
    open var `protocol`: String { "" }

    // developer.apple.com/documentation/webkit/wksecurityorigin/host
    open var host: String { "" }

    // developer.apple.com/documentation/webkit/wksecurityorigin/port
    open var port: Int { 0 }
}

// developer.apple.com/documentation/webkit/wkframeinfo
@MainActor
open class WKFrameInfo: NSObject {
    // developer.apple.com/documentation/webkit/wkframeinfo/ismainframe
    open var isMainFrame: Bool { false }

    // developer.apple.com/documentation/webkit/wkframeinfo/securityorigin
    open var securityOrigin: WKSecurityOrigin { fatalError() }
}

// developer.apple.com/documentation/webkit/wkscriptmessage
@MainActor
open class WKScriptMessage: NSObject {
    // developer.apple.com/documentation/webkit/wkscriptmessage/body
    open var body: Any { "" }

    // developer.apple.com/documentation/webkit/wkscriptmessage/frameinfo
    open var frameInfo: WKFrameInfo { fatalError() }
}

// developer.apple.com/documentation/webkit/wkscriptmessagehandler
@MainActor
public protocol WKScriptMessageHandler: NSObjectProtocol {
    // developer.apple.com/documentation/webkit/wkscriptmessagehandler/usercontentcontroller(_:didreceive:)
    func userContentController(
        _ userContentController: WKUserContentController, didReceive message: WKScriptMessage)
}

// developer.apple.com/documentation/webkit/wkusercontentcontroller
@MainActor
open class WKUserContentController: NSObject {
    // developer.apple.com/documentation/webkit/wkusercontentcontroller/add(_:name:)
    open func add(_ scriptMessageHandler: any WKScriptMessageHandler, name: String) {}
}

// developer.apple.com/documentation/webkit/wkaudiovisualmediatypes
public struct WKAudiovisualMediaTypes: OptionSet, Sendable {
    public let rawValue: UInt

    public init(rawValue: UInt) { self.rawValue = rawValue }
}

// developer.apple.com/documentation/webkit/wkwebviewconfiguration
@MainActor
open class WKWebViewConfiguration: NSObject {
    public nonisolated override init() {}

    // developer.apple.com/documentation/webkit/wkwebviewconfiguration/limitsnavigationstoappbounddomains
    open var limitsNavigationsToAppBoundDomains: Bool {
        get { false }
        set {}
    }

    // developer.apple.com/documentation/webkit/wkwebviewconfiguration/allowsinlinemediaplayback
    open var allowsInlineMediaPlayback: Bool {
        get { false }
        set {}
    }

    // developer.apple.com/documentation/webkit/wkwebviewconfiguration/mediatypesrequiringuseractionforplayback
    open var mediaTypesRequiringUserActionForPlayback: WKAudiovisualMediaTypes {
        get { [] }
        set {}
    }

    // developer.apple.com/documentation/webkit/wkwebviewconfiguration/usercontentcontroller
    open var userContentController: WKUserContentController { fatalError() }
}

// developer.apple.com/documentation/webkit/wknavigation
@MainActor
open class WKNavigation: NSObject {}

// developer.apple.com/documentation/webkit/wknavigationaction
@MainActor
open class WKNavigationAction: NSObject {
    // developer.apple.com/documentation/webkit/wknavigationaction/request
    open var request: URLRequest { fatalError() }

    // developer.apple.com/documentation/webkit/wknavigationaction/targetframe
    open var targetFrame: WKFrameInfo? { nil }
}

// developer.apple.com/documentation/webkit/wknavigationactionpolicy
public enum WKNavigationActionPolicy: Int, Sendable {
    // developer.apple.com/documentation/webkit/wknavigationactionpolicy/cancel
    case cancel = 0
    // developer.apple.com/documentation/webkit/wknavigationactionpolicy/allow
    case allow = 1
}

// developer.apple.com/documentation/webkit/wkmediacapturetype
public enum WKMediaCaptureType: Int, Sendable {
    // developer.apple.com/documentation/webkit/wkmediacapturetype/microphone
    case microphone = 1
}

// developer.apple.com/documentation/webkit/wkpermissiondecision
public enum WKPermissionDecision: Int, Sendable {
    // developer.apple.com/documentation/webkit/wkpermissiondecision/grant
    case grant = 1
    // developer.apple.com/documentation/webkit/wkpermissiondecision/deny
    case deny = 2
}

// developer.apple.com/documentation/webkit/wkuidelegate. Its methods are optional there; those that the app has are
// required here, so that none of them is misspelt. So it is with `WKNavigationDelegate`.
@MainActor
public protocol WKUIDelegate: NSObjectProtocol {
    // developer.apple.com/documentation/webkit/wkuidelegate/webview(_:requestmediacapturepermissionfor:initiatedbyframe:type:decisionhandler:)
    func webView(
        _ webView: WKWebView, requestMediaCapturePermissionFor origin: WKSecurityOrigin,
        initiatedByFrame frame: WKFrameInfo, type: WKMediaCaptureType,
        decisionHandler: @escaping @MainActor @Sendable (WKPermissionDecision) -> Void)
}

// developer.apple.com/documentation/webkit/wknavigationdelegate
@MainActor
public protocol WKNavigationDelegate: NSObjectProtocol {
    // developer.apple.com/documentation/webkit/wknavigationdelegate/webview(_:decidepolicyfor:decisionhandler:)-2ni62
    func webView(
        _ webView: WKWebView, decidePolicyFor navigationAction: WKNavigationAction,
        decisionHandler: @escaping @MainActor @Sendable (WKNavigationActionPolicy) -> Void)
    // developer.apple.com/documentation/webkit/wknavigationdelegate/webview(_:didfail:witherror:)
    func webView(_ webView: WKWebView, didFail navigation: WKNavigation!, withError error: any Error)
    // developer.apple.com/documentation/webkit/wknavigationdelegate/webview(_:didfailprovisionalnavigation:witherror:)
    func webView(
        _ webView: WKWebView, didFailProvisionalNavigation navigation: WKNavigation!, withError error: any Error)
    // developer.apple.com/documentation/webkit/wknavigationdelegate/webviewwebcontentprocessdidterminate(_:)
    func webViewWebContentProcessDidTerminate(_ webView: WKWebView)
}

// developer.apple.com/documentation/webkit/wkcontentworld
@MainActor
open class WKContentWorld: NSObject {
    // developer.apple.com/documentation/webkit/wkcontentworld/page
    open class var page: WKContentWorld { fatalError() }
}

// developer.apple.com/documentation/webkit/wkwebview
@MainActor
open class WKWebView: UIView {
    // developer.apple.com/documentation/webkit/wkwebview/init(frame:configuration:)
    public init(frame: CGRect, configuration: WKWebViewConfiguration) { super.init(frame: frame) }

    // developer.apple.com/documentation/webkit/wkwebview/uidelegate
    open weak var uiDelegate: (any WKUIDelegate)?
    // developer.apple.com/documentation/webkit/wkwebview/navigationdelegate
    open weak var navigationDelegate: (any WKNavigationDelegate)?

    // developer.apple.com/documentation/webkit/wkwebview/scrollview
    open var scrollView: UIScrollView { fatalError() }

    // developer.apple.com/documentation/webkit/wkwebview/load(_:)
    @discardableResult
    open func load(_ request: URLRequest) -> WKNavigation? { nil }

    // developer.apple.com/documentation/webkit/wkwebview/loadhtmlstring(_:baseurl:)
    @discardableResult
    open func loadHTMLString(_ string: String, baseURL: URL?) -> WKNavigation? { nil }

    // developer.apple.com/documentation/webkit/wkwebview/callasyncjavascript(_:arguments:in:in:completionhandler:)
    public func callAsyncJavaScript(
        _ functionBody: String, arguments: [String: Any] = [:], in frame: WKFrameInfo? = nil,
        in contentWorld: WKContentWorld,
        completionHandler: (@MainActor @Sendable (Result<Any, any Error>) -> Void)? = nil
    ) {}
}
