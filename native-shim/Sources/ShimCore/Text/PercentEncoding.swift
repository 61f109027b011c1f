/// The two ways in which the page writes text into a URL, byte by byte of its UTF-8.
enum PercentEncoding {
    private static let digitsAndLetters = Set(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)

    /// RFC 3986, section 2.3.
    static let unreserved = digitsAndLetters.union("-._~".utf8)
    private static let component = digitsAndLetters.union("-_.!~*'()".utf8)
    private static let form = digitsAndLetters.union("*-._".utf8)

    /// A path segment, as `encodeURIComponent` writes it (ECMA-262).
    static func segment(_ text: String) -> String {
        encode(text, keeping: component)
    }

    /// A value of a query, as `URLSearchParams` writes it (URL standard, application/x-www-form-urlencoded).
    static func formValue(_ text: String) -> String {
        // No plus is kept, so that each `%20` was a space.
        encode(text, keeping: form).replacing("%20", with: "+")
    }

    private static func encode(_ text: String, keeping kept: Set<UInt8>) -> String {
        var encoded = ""
        for byte in text.utf8 {
            if kept.contains(byte) {
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                encoded += "%" + Hex.pair(byte).uppercased()
            }
        }
        return encoded
    }
}
