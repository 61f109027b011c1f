// developer.apple.com/documentation/storekit, as far as the app uses it.

// developer.apple.com/documentation/storekit/storefront
public struct Storefront: Sendable {
    // developer.apple.com/documentation/storekit/storefront/current
    public static var current: Storefront? {
        get async { nil }
    }

    // developer.apple.com/documentation/storekit/storefront/countrycode
    public let countryCode: String
}
