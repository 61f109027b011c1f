// developer.apple.com/documentation/os/logging, as far as the app uses it.

// developer.apple.com/documentation/os/oslogtype
public struct OSLogType: Sendable {
    // developer.apple.com/documentation/os/oslogtype/default
    public static let `default` = OSLogType()
    // developer.apple.com/documentation/os/oslogtype/error
    public static let error = OSLogType()
}

// developer.apple.com/documentation/os/oslogprivacy
public struct OSLogPrivacy {
    // developer.apple.com/documentation/os/oslogprivacy/public
    public static var `public`: OSLogPrivacy { OSLogPrivacy() }
}

// developer.apple.com/documentation/os/oslogmessage
public struct OSLogMessage: ExpressibleByStringInterpolation {
    public init(stringLiteral value: String) {}
    public init(stringInterpolation: OSLogInterpolation) {}
}

// developer.apple.com/documentation/os/osloginterpolation
public struct OSLogInterpolation: StringInterpolationProtocol {
    public init(literalCapacity: Int, interpolationCount: Int) {}

    public mutating func appendLiteral(_ literal: String) {}

    // developer.apple.com/documentation/os/osloginterpolation
    public mutating func appendInterpolation(
        _ argumentString: @autoclosure @escaping () -> String, privacy: OSLogPrivacy
    ) {}
}

// developer.apple.com/documentation/os/logger
public struct Logger: Sendable {
    // developer.apple.com/documentation/os/logger/init(subsystem:category:)
    public init(subsystem: String, category: String) {}

    // developer.apple.com/documentation/os/logger/log(level:_:)
    public func log(level: OSLogType, _ message: OSLogMessage) {}
}
