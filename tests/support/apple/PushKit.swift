// developer.apple.com/documentation/pushkit, as far as the app uses it.
import Dispatch
import Foundation

// developer.apple.com/documentation/pushkit/pkpushtype
public struct PKPushType: Hashable, Sendable {
    // developer.apple.com/documentation/pushkit/pkpushtype/voip
    public static let voIP = PKPushType()
}

// developer.apple.com/documentation/pushkit/pkpushcredentials
open class PKPushCredentials: NSObject {
    // developer.apple.com/documentation/pushkit/pkpushcredentials/token
    open var token: Data { Data() }
}

// developer.apple.com/documentation/pushkit/pkpushpayload
open class PKPushPayload: NSObject {
    // developer.apple.com/documentation/pushkit/pkpushpayload/dictionarypayload
    open var dictionaryPayload: [AnyHashable: Any] { [:] }
}

// developer.apple.com/documentation/pushkit/pkvoippushmetadata, iOS 26.4
@available(iOS 26.4, *)
open class PKVoIPPushMetadata: NSObject, @unchecked Sendable {
    // developer.apple.com/documentation/pushkit/pkvoippushmetadata/mustreport
    open var mustReport: Bool { true }
}

// developer.apple.com/documentation/pushkit/pkpushregistry
open class PKPushRegistry: NSObject {
    // developer.apple.com/documentation/pushkit/pkpushregistry/init(queue:)
    public init(queue: DispatchQueue?) {}

    // developer.apple.com/documentation/pushkit/pkpushregistry/delegate
    open weak var delegate: (any PKPushRegistryDelegate)?

    // developer.apple.com/documentation/pushkit/pkpushregistry/desiredpushtypes
    open var desiredPushTypes: Set<PKPushType>?
}

// developer.apple.com/documentation/pushkit/pkpushregistrydelegate. Some of its methods are optional there; those that
// the app has are required here, so that none of them is misspelt.
public protocol PKPushRegistryDelegate: NSObjectProtocol {
    // developer.apple.com/documentation/pushkit/pkpushregistrydelegate/pushregistry(_:didupdate:for:)
    func pushRegistry(_ registry: PKPushRegistry, didUpdate pushCredentials: PKPushCredentials, for type: PKPushType)
    // developer.apple.com/documentation/pushkit/pkpushregistrydelegate/pushregistry(_:didinvalidatepushtokenfor:)
    func pushRegistry(_ registry: PKPushRegistry, didInvalidatePushTokenFor type: PKPushType)
    // developer.apple.com/documentation/pushkit/pkpushregistrydelegate/pushregistry(_:didreceiveincomingpushwith:for:completion:)
    func pushRegistry(
        _ registry: PKPushRegistry, didReceiveIncomingPushWith payload: PKPushPayload, for type: PKPushType,
        completion: @escaping @Sendable () -> Void)
    // developer.apple.com/documentation/pushkit/pkpushregistrydelegate/pushregistry(_:didreceiveincomingvoippushwith:metadata:withcompletionhandler:)
    @available(iOS 26.4, *)
    func pushRegistry(
        _ registry: PKPushRegistry, didReceiveIncomingVoIPPushWith payload: PKPushPayload,
        metadata: PKVoIPPushMetadata, withCompletionHandler completion: @escaping @Sendable () -> Void)
}
