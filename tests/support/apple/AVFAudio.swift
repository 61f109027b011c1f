// developer.apple.com/documentation/avfaudio, as far as the app uses it.
import Foundation

// developer.apple.com/documentation/avfaudio/avaudiosession
open class AVAudioSession: NSObject {
    // developer.apple.com/documentation/avfaudio/avaudiosession/category-swift.struct
    public struct Category: Hashable, Sendable {
        // developer.apple.com/documentation/avfaudio/avaudiosession/category-swift.struct/playandrecord
        public static let playAndRecord = Category()
    }

    // developer.apple.com/documentation/avfaudio/avaudiosession/mode-swift.struct
    public struct Mode: Hashable, Sendable {
        // developer.apple.com/documentation/avfaudio/avaudiosession/mode-swift.struct/voicechat
        public static let voiceChat = Mode()
    }

    // developer.apple.com/documentation/avfaudio/avaudiosession/categoryoptions-swift.struct
    public struct CategoryOptions: OptionSet, Sendable {
        public let rawValue: UInt

        public init(rawValue: UInt) { self.rawValue = rawValue }
    }

    // developer.apple.com/documentation/avfaudio/avaudiosession/sharedinstance()
    open class func sharedInstance() -> AVAudioSession { fatalError() }

    // developer.apple.com/documentation/avfaudio/avaudiosession/setcategory(_:mode:options:)
    open func setCategory(
        _ category: AVAudioSession.Category, mode: AVAudioSession.Mode, options: AVAudioSession.CategoryOptions = []
    ) throws {}
}

// developer.apple.com/documentation/avfaudio/avaudioapplication
open class AVAudioApplication: NSObject {
    // developer.apple.com/documentation/avfaudio/avaudioapplication/requestrecordpermission(completionhandler:)
    open class func requestRecordPermission(completionHandler response: @escaping @Sendable (Bool) -> Void) {}
}
