/// A moment: milliseconds since 1970, UTC. Written in JSON as a number.
public struct Instant: Codable, Hashable, Comparable, Sendable {
    public let milliseconds: Int64

    public init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    public init(from decoder: any Decoder) throws {
        milliseconds = try decoder.singleValueContainer().decode(Int64.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(milliseconds)
    }

    public static func < (one: Instant, other: Instant) -> Bool {
        one.milliseconds < other.milliseconds
    }

    /// Later by so many milliseconds; earlier where they are negative.
    public func adding(milliseconds more: Int64) -> Instant {
        Instant(milliseconds: milliseconds + more)
    }

    /// Milliseconds from another moment until this one.
    public func since(_ other: Instant) -> Int64 {
        milliseconds - other.milliseconds
    }
}
