import Foundation
import ShimCore

/// Events in, effects out, a line each.
struct Dialogue {
    private struct Happening: Decodable {
        let at: Instant
        let event: ShimEvent
    }

    private enum Answer: Encodable {
        case effects([ShimEffect])
        case problem(String)

        private enum Key: CodingKey {
            case effects
            case problem
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            switch self {
            case .effects(let effects): try container.encode(effects, forKey: .effects)
            case .problem(let words): try container.encode(words, forKey: .problem)
            }
        }
    }

    private let decisions: Decisions

    init(configuration: Configuration) {
        decisions = Decisions(configuration: configuration)
    }

    func answer(to line: String) -> String {
        do {
            let happening = try JSONDecoder().decode(Happening.self, from: Data(line.utf8))
            return write(.effects(decisions.take(happening.event, at: happening.at)))
        } catch {
            return write(.problem("a line that is no event: \(error)"))
        }
    }

    private func write(_ answer: Answer) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(answer)).map { String(decoding: $0, as: UTF8.self) } ?? #"{"problem":"not writable"}"#
    }
}
