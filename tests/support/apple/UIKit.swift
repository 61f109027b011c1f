// developer.apple.com/documentation/uikit, as far as the app uses it.
@_exported import AppleFoundation
@_exported import Foundation

// developer.apple.com/documentation/uikit/uiresponder
@MainActor
open class UIResponder: NSObject {
    public nonisolated override init() {}
}

// developer.apple.com/documentation/uikit/uiview
@MainActor
open class UIView: UIResponder {
    // developer.apple.com/documentation/uikit/uiview/init(frame:)
    public init(frame: CGRect) {}

    // developer.apple.com/documentation/uikit/uiview/subviews
    open var subviews: [UIView] { [] }

    // developer.apple.com/documentation/uikit/uiview/addsubview(_:)
    open func addSubview(_ view: UIView) {}

    // developer.apple.com/documentation/uikit/uiview/isopaque
    open var isOpaque: Bool {
        get { true }
        set {}
    }

    // developer.apple.com/documentation/uikit/uiview/backgroundcolor
    open var backgroundColor: UIColor? {
        get { nil }
        set {}
    }
}

// developer.apple.com/documentation/uikit/uicolor
open class UIColor: NSObject, @unchecked Sendable {
    // developer.apple.com/documentation/uikit/uicolor/systembackground
    open class var systemBackground: UIColor { UIColor() }
}

// developer.apple.com/documentation/uikit/uicontrol
@MainActor
open class UIControl: UIView {
    // developer.apple.com/documentation/uikit/uicontrol/event
    public struct Event: OptionSet, Sendable {
        public let rawValue: UInt

        public init(rawValue: UInt) { self.rawValue = rawValue }

        // developer.apple.com/documentation/uikit/uicontrol/event/touchupinside
        public static var touchUpInside: UIControl.Event { Event(rawValue: 1 << 6) }
    }

    // developer.apple.com/documentation/uikit/uicontrol/sendactions(for:)
    open func sendActions(for controlEvents: UIControl.Event) {}
}

// developer.apple.com/documentation/uikit/uibutton
@MainActor
open class UIButton: UIControl {}

// developer.apple.com/documentation/uikit/uiscrollview
@MainActor
open class UIScrollView: UIView {
    // developer.apple.com/documentation/uikit/uiscrollview/contentinsetadjustmentbehavior-swift.enum
    public enum ContentInsetAdjustmentBehavior: Int, Sendable {
        // developer.apple.com/documentation/uikit/uiscrollview/contentinsetadjustmentbehavior-swift.enum/never
        case never = 2
    }

    // developer.apple.com/documentation/uikit/uiscrollview/contentinsetadjustmentbehavior-swift.property
    open var contentInsetAdjustmentBehavior: UIScrollView.ContentInsetAdjustmentBehavior = .never
}

// developer.apple.com/documentation/uikit/uiviewcontroller
@MainActor
open class UIViewController: UIResponder {
    // developer.apple.com/documentation/uikit/uiviewcontroller/view
    open var view: UIView!

    // developer.apple.com/documentation/uikit/uiviewcontroller/loadview()
    open func loadView() {}
}

// developer.apple.com/documentation/uikit/uiimage
open class UIImage: NSObject {
    // developer.apple.com/documentation/uikit/uiimage/init(named:)
    public init?(named name: String) {}

    // developer.apple.com/documentation/uikit/uiimage/pngdata()
    open func pngData() -> Data? { nil }
}

// developer.apple.com/documentation/uikit/uiwindow
@MainActor
open class UIWindow: UIView {
    // developer.apple.com/documentation/uikit/uiwindow/init(windowscene:)
    public init(windowScene: UIWindowScene) { super.init(frame: .zero) }

    // developer.apple.com/documentation/uikit/uiwindow/rootviewcontroller
    open var rootViewController: UIViewController?

    // developer.apple.com/documentation/uikit/uiwindow/makekeyandvisible()
    open func makeKeyAndVisible() {}
}

// developer.apple.com/documentation/uikit/uiscene
@MainActor
open class UIScene: UIResponder {
    // developer.apple.com/documentation/uikit/uiscene/connectionoptions
    @MainActor
    open class ConnectionOptions: NSObject {
        // developer.apple.com/documentation/uikit/uiscene/connectionoptions/useractivities
        open var userActivities: Set<NSUserActivity> { [] }
    }
}

// developer.apple.com/documentation/uikit/uiwindowscene
@MainActor
open class UIWindowScene: UIScene {}

// developer.apple.com/documentation/uikit/uiscenesession
@MainActor
open class UISceneSession: NSObject {}

// developer.apple.com/documentation/uikit/uiscenedelegate. Its methods are optional there; those that the app has are
// required here, so that none of them is misspelt.
@MainActor
public protocol UISceneDelegate: NSObjectProtocol {
    // developer.apple.com/documentation/uikit/uiscenedelegate/scene(_:willconnectto:options:)
    func scene(
        _ scene: UIScene, willConnectTo session: UISceneSession, options connectionOptions: UIScene.ConnectionOptions)
    // developer.apple.com/documentation/uikit/uiscenedelegate/scene(_:continue:)
    func scene(_ scene: UIScene, continue userActivity: NSUserActivity)
    // developer.apple.com/documentation/uikit/uiscenedelegate/scenedidbecomeactive(_:)
    func sceneDidBecomeActive(_ scene: UIScene)
    // developer.apple.com/documentation/uikit/uiscenedelegate/scenewillresignactive(_:)
    func sceneWillResignActive(_ scene: UIScene)
}

// developer.apple.com/documentation/uikit/uiwindowscenedelegate
@MainActor
public protocol UIWindowSceneDelegate: UISceneDelegate {
    // developer.apple.com/documentation/uikit/uiwindowscenedelegate/window
    var window: UIWindow? { get set }
}

// developer.apple.com/documentation/uikit/uibackgroundtaskidentifier
public struct UIBackgroundTaskIdentifier: Hashable, Sendable {}

// developer.apple.com/documentation/uikit/uiapplication
@MainActor
open class UIApplication: UIResponder {
    // developer.apple.com/documentation/uikit/uiapplication/launchoptionskey
    public struct LaunchOptionsKey: Hashable, Sendable {}

    // developer.apple.com/documentation/uikit/uiapplication/openexternalurloptionskey
    public struct OpenExternalURLOptionsKey: Hashable, Sendable {}

    // developer.apple.com/documentation/uikit/uiapplication/shared
    open class var shared: UIApplication { fatalError() }

    // developer.apple.com/documentation/uikit/uiapplication/opensettingsurlstring
    public nonisolated class var openSettingsURLString: String { "" }

    // developer.apple.com/documentation/uikit/uiapplication/isprotecteddataavailable
    open var isProtectedDataAvailable: Bool { false }

    // developer.apple.com/documentation/uikit/uiapplication/open(_:options:completionhandler:)
    open func open(
        _ url: URL, options: [UIApplication.OpenExternalURLOptionsKey: Any] = [:],
        completionHandler completion: (@MainActor @Sendable (Bool) -> Void)? = nil
    ) {}

    // developer.apple.com/documentation/uikit/uiapplication/beginbackgroundtask(expirationhandler:)
    nonisolated open func beginBackgroundTask(
        expirationHandler handler: (@MainActor @Sendable () -> Void)? = nil
    ) -> UIBackgroundTaskIdentifier { UIBackgroundTaskIdentifier() }

    // developer.apple.com/documentation/uikit/uiapplication/endbackgroundtask(_:)
    nonisolated open func endBackgroundTask(_ identifier: UIBackgroundTaskIdentifier) {}
}

// developer.apple.com/documentation/uikit/uiapplicationdelegate
@MainActor
public protocol UIApplicationDelegate: NSObjectProtocol {
    // developer.apple.com/documentation/uikit/uiapplicationdelegate/application(_:didfinishlaunchingwithoptions:)
    func application(
        _ application: UIApplication,
        didFinishLaunchingWithOptions launchOptions: [UIApplication.LaunchOptionsKey: Any]?
    ) -> Bool
    // developer.apple.com/documentation/uikit/uiapplicationdelegate/applicationprotecteddatadidbecomeavailable(_:)
    func applicationProtectedDataDidBecomeAvailable(_ application: UIApplication)
}

extension UIApplicationDelegate {
    // developer.apple.com/documentation/uikit/uiapplicationdelegate/main()
    public static func main() {}
}

// developer.apple.com/documentation/uikit/uidevice
@MainActor
open class UIDevice: NSObject {
    // developer.apple.com/documentation/uikit/uidevice/current
    open class var current: UIDevice { fatalError() }

    // developer.apple.com/documentation/uikit/uidevice/isproximitymonitoringenabled
    open var isProximityMonitoringEnabled = false
}
