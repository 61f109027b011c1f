import AVFAudio
import Intents
import ShimCore
import StoreKit
import UIKit
import UserNotifications

/// The parts, one of each in the life of the process, and what `Ringway.xcconfig` says by way of Info.plist.
@MainActor
enum Ringway {
    static let configuration = Configuration(
        origin: setting("RingwayOrigin"), handOff: HandOff(rawValue: setting("RingwayHandOff")) ?? .webView)
    static let page = WebPage()
    private static let shim = Shim(configuration: configuration, phone: SystemPhone(), page: page)

    static var memoryFile: URL {
        let group = FileManager.default.containerURL(forSecurityApplicationGroupIdentifier: setting("RingwayAppGroup"))
        return (group ?? .documentsDirectory).appending(path: "memory.json")
    }

    static func hear(_ event: ShimEvent) { shim.receive(event) }
    /// From another thread.
    nonisolated static func tell(_ event: ShimEvent) { Task { await hear(event) } }

    private static func setting(_ key: String) -> String { Bundle.main.infoDictionary?[key] as? String ?? "" }
}

@main
final class RingwayApp: UIResponder, UIApplicationDelegate {
    func application(
        _ application: UIApplication, didFinishLaunchingWithOptions options: [UIApplication.LaunchOptionsKey: Any]?
    ) -> Bool {
        let launch = Launch(
            memory: try? Data(contentsOf: Ringway.memoryFile), region: Locale.current.region?.identifier,
            protectedDataAvailable: application.isProtectedDataAvailable, active: false)
        Ringway.hear(.launched(launch))
        // What the system activates when a call is answered.
        try? AVAudioSession.sharedInstance().setCategory(.playAndRecord, mode: .voiceChat)
        Task { await Storefront.current.map { Ringway.hear(.storefrontLearnt(country: $0.countryCode)) } }
        return true
    }

    func applicationProtectedDataDidBecomeAvailable(_: UIApplication) { Ringway.hear(.protectedDataBecameAvailable) }
}

/// The one window; a push alone makes none.
final class RingwayScene: UIResponder, UIWindowSceneDelegate {
    var window: UIWindow?

    func scene(_ scene: UIScene, willConnectTo session: UISceneSession, options: UIScene.ConnectionOptions) {
        window = (scene as? UIWindowScene).map { UIWindow(windowScene: $0) }
        window?.rootViewController = Ringway.page
        window?.makeKeyAndVisible()
        for activity in options.userActivities { self.scene(scene, continue: activity) }
    }

    /// Somebody is called back from the system's Recents or by Siri.
    func scene(_ scene: UIScene, continue userActivity: NSUserActivity) {
        let intent = userActivity.interaction?.intent as? INStartCallIntent
        guard let intent, let handle = intent.contacts?.first?.personHandle?.value else { return }
        Ringway.hear(.callBackAsked(handle: handle, video: intent.callCapability == .videoCall))
    }

    func sceneDidBecomeActive(_ scene: UIScene) {
        // An app that slept through the unlock may not have been told.
        if UIApplication.shared.isProtectedDataAvailable { Ringway.hear(.protectedDataBecameAvailable) }
        Ringway.hear(.becameActive)
        // The system asks the first time only: when the app is first opened, since a locked phone cannot ask.
        AVAudioApplication.requestRecordPermission { _ in }
        UNUserNotificationCenter.current().requestAuthorization(options: [.badge]) { _, _ in }
    }

    func sceneWillResignActive(_ scene: UIScene) { Ringway.hear(.resignedActive) }
}
