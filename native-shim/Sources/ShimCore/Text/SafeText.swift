import Foundation

/// What a text must be like before it goes into a URL, a header or the system's screen.
enum SafeText {
    /// Most characters (grapheme clusters) of a name.
    static let longestName = 200
    /// Most Unicode scalars of an address, as the server has it.
    static let longestAddress = 320

    /// Whether a text may be a one-time token: what no URL and no header changes.
    static func isTicket(_ text: String) -> Bool {
        isUnreserved(text, atMost: 400)
    }

    /// Whether a text may be the id of an invitation.
    static func isIdentifier(_ text: String) -> Bool {
        isUnreserved(text, atMost: 100)
    }

    /// Whether a text may be an address: no spaces, nothing invisible that turns text around, and no path of dots, which
    /// a URL would swallow.
    static func isAddress(_ text: String) -> Bool {
        let scalars = text.unicodeScalars
        return (1...longestAddress).contains(scalars.count)
            && text != "." && text != ".."
            && !scalars.contains { $0.properties.isWhitespace || isDisturbing($0) }
    }

    /// A name for the screen: no control characters, none that turns text around, no white space at its ends, not longer
    /// than `longestName`. Nil: nothing that one can see is left of it.
    static func name(_ text: String) -> String? {
        var kept = String.UnicodeScalarView()
        kept.append(contentsOf: text.unicodeScalars.filter { !isDisturbing($0) })
        let trimmed = String(kept).trimmingCharacters(in: .whitespacesAndNewlines)
        return trimmed.unicodeScalars.contains(where: isVisible) ? String(trimmed.prefix(longestName)) : nil
    }

    /// RFC 3986's unreserved characters, at least one.
    private static func isUnreserved(_ text: String, atMost longest: Int) -> Bool {
        (1...longest).contains(text.utf8.count) && text.utf8.allSatisfy(PercentEncoding.unreserved.contains)
    }

    /// Control characters, line and paragraph separators, and the embeddings, overrides and isolates of Unicode's
    /// bidirectional algorithm (UAX 9): with them a name could pretend to be another one.
    private static func isDisturbing(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        default: (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
        }
    }

    private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        !scalar.properties.isWhitespace && !scalar.properties.isDefaultIgnorableCodePoint
            && scalar.properties.generalCategory != .format
    }
}
