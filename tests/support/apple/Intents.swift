// developer.apple.com/documentation/intents, as far as the app uses it.
import AppleFoundation
import Foundation

// developer.apple.com/documentation/intents/inintent
open class INIntent: NSObject {}

// developer.apple.com/documentation/intents/inintentresponse
open class INIntentResponse: NSObject {}

// developer.apple.com/documentation/intents/inimage
open class INImage: NSObject {}

// developer.apple.com/documentation/intents/inpersonhandletype
public enum INPersonHandleType: Int, Sendable {
    // developer.apple.com/documentation/intents/inpersonhandletype/unknown
    case unknown = 0
}

// developer.apple.com/documentation/intents/inpersonhandle
open class INPersonHandle: NSObject {
    // developer.apple.com/documentation/intents/inpersonhandle/init(value:type:)
    public init(value: String?, type: INPersonHandleType) {}

    // developer.apple.com/documentation/intents/inpersonhandle/value
    open var value: String? { nil }
}

// developer.apple.com/documentation/intents/inperson
open class INPerson: NSObject {
    // developer.apple.com/documentation/intents/inperson/init(personhandle:namecomponents:displayname:image:contactidentifier:customidentifier:)
    public init(
        personHandle: INPersonHandle, nameComponents: PersonNameComponents?, displayName: String?, image: INImage?,
        contactIdentifier: String?, customIdentifier: String?
    ) {}

    // developer.apple.com/documentation/intents/inperson/personhandle
    open var personHandle: INPersonHandle? { nil }
}

// developer.apple.com/documentation/intents/incallrecordfilter
open class INCallRecordFilter: NSObject {}

// developer.apple.com/documentation/intents/incallrecord
open class INCallRecord: NSObject {}

// developer.apple.com/documentation/intents/incallaudioroute
public enum INCallAudioRoute: Int, Sendable {
    // developer.apple.com/documentation/intents/incallaudioroute/unknown
    case unknown = 0
}

// developer.apple.com/documentation/intents/incalldestinationtype
public enum INCallDestinationType: Int, Sendable {
    // developer.apple.com/documentation/intents/incalldestinationtype/normal
    case normal = 1
}

// developer.apple.com/documentation/intents/incallcapability
public enum INCallCapability: Int, Sendable {
    // developer.apple.com/documentation/intents/incallcapability/audiocall
    case audioCall = 1
    // developer.apple.com/documentation/intents/incallcapability/videocall
    case videoCall = 2
}

// developer.apple.com/documentation/intents/instartcallintent
open class INStartCallIntent: INIntent {
    // developer.apple.com/documentation/intents/instartcallintent/init(callrecordfilter:callrecordtocallback:audioroute:destinationtype:contacts:callcapability:)
    public init(
        callRecordFilter: INCallRecordFilter?, callRecordToCallBack: INCallRecord?, audioRoute: INCallAudioRoute,
        destinationType: INCallDestinationType, contacts: [INPerson]?, callCapability: INCallCapability
    ) {}

    // developer.apple.com/documentation/intents/instartcallintent/contacts
    open var contacts: [INPerson]? { nil }

    // developer.apple.com/documentation/intents/instartcallintent/callcapability
    open var callCapability: INCallCapability { .audioCall }
}

// developer.apple.com/documentation/intents/ininteractiondirection
public enum INInteractionDirection: Int, Sendable {
    // developer.apple.com/documentation/intents/ininteractiondirection/outgoing
    case outgoing = 1
    // developer.apple.com/documentation/intents/ininteractiondirection/incoming
    case incoming = 2
}

// developer.apple.com/documentation/intents/ininteraction
open class INInteraction: NSObject {
    // developer.apple.com/documentation/intents/ininteraction/init(intent:response:)
    public init(intent: INIntent, response: INIntentResponse?) {}

    // developer.apple.com/documentation/intents/ininteraction/intent
    open var intent: INIntent { INIntent() }

    // developer.apple.com/documentation/intents/ininteraction/direction
    open var direction = INInteractionDirection.outgoing

    // developer.apple.com/documentation/intents/ininteraction/dateinterval
    open var dateInterval: DateInterval?

    // developer.apple.com/documentation/intents/ininteraction/donate(completion:)
    open func donate(completion: (@Sendable ((any Error)?) -> Void)? = nil) {}
}

extension NSUserActivity {
    // developer.apple.com/documentation/foundation/nsuseractivity/interaction
    public var interaction: INInteraction? { nil }
}
