// developer.apple.com/documentation/callkit, as far as the app uses it.
import AVFAudio
import Dispatch
import Foundation

// developer.apple.com/documentation/callkit/cxhandle
open class CXHandle: NSObject {
    // developer.apple.com/documentation/callkit/cxhandle/handletype
    public enum HandleType: Int, Sendable {
        // developer.apple.com/documentation/callkit/cxhandle/handletype/generic
        case generic = 1
    }

    // developer.apple.com/documentation/callkit/cxhandle/init(type:value:)
    public init(type: CXHandle.HandleType, value: String) {}
}

// developer.apple.com/documentation/callkit/cxcallupdate
open class CXCallUpdate: NSObject {
    // developer.apple.com/documentation/callkit/cxcallupdate/remotehandle
    open var remoteHandle: CXHandle?
    // developer.apple.com/documentation/callkit/cxcallupdate/localizedcallername
    open var localizedCallerName: String?
    // developer.apple.com/documentation/callkit/cxcallupdate/hasvideo
    open var hasVideo = false
    // developer.apple.com/documentation/callkit/cxcallupdate/supportsholding
    open var supportsHolding = true
    // developer.apple.com/documentation/callkit/cxcallupdate/supportsgrouping
    open var supportsGrouping = true
    // developer.apple.com/documentation/callkit/cxcallupdate/supportsdtmf
    open var supportsDTMF = true
}

// developer.apple.com/documentation/callkit/cxproviderconfiguration
open class CXProviderConfiguration: NSObject {
    // developer.apple.com/documentation/callkit/cxproviderconfiguration/init()
    public override init() {}

    // developer.apple.com/documentation/callkit/cxproviderconfiguration/supportsvideo
    open var supportsVideo = false
    // developer.apple.com/documentation/callkit/cxproviderconfiguration/supportedhandletypes
    open var supportedHandleTypes: Set<CXHandle.HandleType> = []
    // developer.apple.com/documentation/callkit/cxproviderconfiguration/includescallsinrecents
    open var includesCallsInRecents = true
    // developer.apple.com/documentation/callkit/cxproviderconfiguration/icontemplateimagedata
    open var iconTemplateImageData: Data?
}

// developer.apple.com/documentation/callkit/cxcallendedreason
public enum CXCallEndedReason: Int, Sendable {
    case failed = 1
    case remoteEnded = 2
    case unanswered = 3
    case answeredElsewhere = 4
    case declinedElsewhere = 5
}

// developer.apple.com/documentation/callkit/cxprovider
open class CXProvider: NSObject {
    // developer.apple.com/documentation/callkit/cxprovider/init(configuration:)
    public init(configuration: CXProviderConfiguration) { self.configuration = configuration }

    // developer.apple.com/documentation/callkit/cxprovider/configuration
    open var configuration: CXProviderConfiguration

    // developer.apple.com/documentation/callkit/cxprovider/setdelegate(_:queue:)
    open func setDelegate(_ delegate: (any CXProviderDelegate)?, queue: DispatchQueue?) {}

    // developer.apple.com/documentation/callkit/cxprovider/reportnewincomingcall(with:update:completion:)
    open func reportNewIncomingCall(
        with UUID: UUID, update: CXCallUpdate, completion: @escaping @Sendable ((any Error)?) -> Void
    ) {}

    // developer.apple.com/documentation/callkit/cxprovider/reportcall(with:endedat:reason:)
    open func reportCall(with UUID: UUID, endedAt dateEnded: Date?, reason endedReason: CXCallEndedReason) {}
}

// developer.apple.com/documentation/callkit/cxaction
open class CXAction: NSObject {
    // developer.apple.com/documentation/callkit/cxaction/fulfill()
    open func fulfill() {}
}

// developer.apple.com/documentation/callkit/cxcallaction
open class CXCallAction: CXAction {
    // developer.apple.com/documentation/callkit/cxcallaction/calluuid
    open var callUUID: UUID { UUID() }
}

// developer.apple.com/documentation/callkit/cxanswercallaction
open class CXAnswerCallAction: CXCallAction {}

// developer.apple.com/documentation/callkit/cxendcallaction
open class CXEndCallAction: CXCallAction {}

// developer.apple.com/documentation/callkit/cxproviderdelegate. Most of its methods are optional there; those that the
// app has are required here, so that none of them is misspelt.
public protocol CXProviderDelegate: NSObjectProtocol {
    // developer.apple.com/documentation/callkit/cxproviderdelegate/providerdidreset(_:)
    func providerDidReset(_ provider: CXProvider)
    // developer.apple.com/documentation/callkit/cxproviderdelegate/provider(_:perform:)
    func provider(_ provider: CXProvider, perform action: CXAnswerCallAction)
    // developer.apple.com/documentation/callkit/cxproviderdelegate/provider(_:perform:)
    func provider(_ provider: CXProvider, perform action: CXEndCallAction)
    // developer.apple.com/documentation/callkit/cxproviderdelegate/provider(_:didactivate:)
    func provider(_ provider: CXProvider, didActivate audioSession: AVAudioSession)
    // developer.apple.com/documentation/callkit/cxproviderdelegate/provider(_:diddeactivate:)
    func provider(_ provider: CXProvider, didDeactivate audioSession: AVAudioSession)
}
