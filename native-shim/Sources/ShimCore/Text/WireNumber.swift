extension KeyedDecodingContainer {
    /// The largest number up to which JavaScript holds every whole one (ECMA-262, `Number.MAX_SAFE_INTEGER`).
    private static var largest: Double { 9_007_199_254_740_991 }

    /// A whole number, however JSON writes it: `7`, `7.0`, `0.7e1`. `DecodingError.dataCorrupted`: it is a number, but
    /// not a whole one, or one that JavaScript could not hold.
    func wholeNumber(forKey key: Key) throws -> Int64 {
        let number = try decode(Double.self, forKey: key)
        guard number.magnitude <= Self.largest, let whole = Int64(exactly: number) else {
            throw DecodingError.dataCorruptedError(
                forKey: key, in: self, debugDescription: "not a whole number")
        }
        return whole
    }
}

extension Instant {
    /// Seconds since 1970 until the end of the year 9999, beyond which no date is written any more.
    private static let reasonable: ClosedRange<Int64> = 0...253_402_300_799

    /// A moment by its Unix seconds; nil: beyond all reason.
    init?(unixSeconds seconds: Int64) {
        guard Instant.reasonable.contains(seconds) else { return nil }
        self.init(milliseconds: seconds * 1_000)
    }
}
