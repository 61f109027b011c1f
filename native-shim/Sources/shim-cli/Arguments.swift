import Foundation
import ShimCore

enum Arguments {
    struct Problem: Error {
        let words: String
    }

    /// Reads `--origin` and `--hand-off`.
    static func read(_ arguments: [String]) throws -> Configuration {
        var origin: String?
        var handOff = HandOff.webView
        var rest = arguments[...]
        while let name = rest.popFirst() {
            guard let value = rest.popFirst() else { throw Problem(words: "\(name) wants a value") }
            switch name {
            case "--origin": origin = value
            case "--hand-off":
                guard let known = HandOff(rawValue: value) else {
                    throw Problem(words: "--hand-off: webView or browser, not \(value)")
                }
                handOff = known
            default: throw Problem(words: "\(name): there are --origin and --hand-off")
            }
        }
        guard let origin else { throw Problem(words: "--origin is missing: https://calls.example.com") }
        return Configuration(origin: origin, handOff: handOff)
    }
}
