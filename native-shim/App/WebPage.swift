import AVKit
import ShimCore
import UIKit
import WebKit

/// The web app on the screen.
final class WebPage: UIViewController, PageHost, WKScriptMessageHandler, WKUIDelegate, WKNavigationDelegate {
    private let origin = Ringway.configuration.origin
    private let picker = AVRoutePickerView()
    private lazy var webView = {
        let configuration = WKWebViewConfiguration()
        // Service workers run in the domains of WKAppBoundDomains only.
        configuration.limitsNavigationsToAppBoundDomains = true
        configuration.allowsInlineMediaPlayback = true
        configuration.mediaTypesRequiringUserActionForPlayback = []
        configuration.userContentController.add(self, name: "ringway")
        let webView = WKWebView(frame: .zero, configuration: configuration)
        (webView.uiDelegate, webView.navigationDelegate) = (self, self)
        // Dark where the phone is dark, also before the page has painted.
        (webView.isOpaque, webView.backgroundColor) = (false, .systemBackground)
        webView.scrollView.contentInsetAdjustmentBehavior = .never
        return webView
    }()

    override func loadView() { view = webView }
    func open(_ url: String) { if let url = URL(string: url) { webView.load(URLRequest(url: url)) } }

    func showUnreachable() {
        let file = Bundle.main.url(forResource: "unreachable", withExtension: "html")
        let text = file.flatMap { try? String(contentsOf: $0, encoding: .utf8) }
        // At the server's address, so that its link leads there.
        webView.loadHTMLString(text ?? "", baseURL: URL(string: origin))
    }

    func tell(_ message: String) {
        let receive = "window.ringwayShim.receive(message)"
        webView.callAsyncJavaScript(receive, arguments: ["message": message], in: nil, in: .page)
    }

    /// The system's picker opens by a button of its own only.
    func showAudioRoutes() {
        view.addSubview(picker)
        picker.subviews.lazy.compactMap { $0 as? UIButton }.first?.sendActions(for: .touchUpInside)
    }

    func userContentController(_ controller: WKUserContentController, didReceive message: WKScriptMessage) {
        let (frame, body) = (message.frameInfo, message.body as? String ?? "")
        Ringway.hear(.pageMessage(origin: frame.securityOrigin.text, isMainFrame: frame.isMainFrame, body: body))
    }

    func webView(
        _ webView: WKWebView, requestMediaCapturePermissionFor origin: WKSecurityOrigin,
        initiatedByFrame frame: WKFrameInfo, type: WKMediaCaptureType,
        decisionHandler: @escaping @MainActor @Sendable (WKPermissionDecision) -> Void
    ) { decisionHandler(origin.text == self.origin ? .grant : .deny) }

    func webView(
        _ webView: WKWebView, decidePolicyFor action: WKNavigationAction,
        decisionHandler: @escaping @MainActor @Sendable (WKNavigationActionPolicy) -> Void
    ) {
        guard action.targetFrame?.isMainFrame != false, let url = action.request.url,
            !"\(url.absoluteString)/".hasPrefix("\(origin)/")
        else { return decisionHandler(.allow) }
        decisionHandler(.cancel)
        UIApplication.shared.open(url)
    }

    func webView(_: WKWebView, didFail _: WKNavigation!, withError: any Error) { fail(withError) }
    func webView(_: WKWebView, didFailProvisionalNavigation _: WKNavigation!, withError: any Error) { fail(withError) }
    func webViewWebContentProcessDidTerminate(_: WKWebView) { Ringway.hear(.webProcessEnded) }

    /// A navigation that another one replaced, or that went to Safari, has not failed.
    private func fail(_ error: any Error) {
        if let error = error as? URLError, error.code != .cancelled { Ringway.hear(.pageFailed) }
    }
}

extension WKSecurityOrigin {
    fileprivate var text: String { "\(self.protocol)://\(host)" + (port == 0 ? "" : ":\(port)") }
}
