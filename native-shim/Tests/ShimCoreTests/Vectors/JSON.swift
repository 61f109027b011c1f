import Foundation

/// A value of JSON as it stands in the examples: a number stays a number, and true stays true.
enum JSON: Codable, Hashable, Sendable {
    case null
    case flag(Bool)
    case number(Double)
    case text(String)
    case list([JSON])
    case object([String: JSON])

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .null
        } else if let flag = try? value.decode(Bool.self) {
            self = .flag(flag)
        } else if let number = try? value.decode(Double.self) {
            self = .number(number)
        } else if let text = try? value.decode(String.self) {
            self = .text(text)
        } else if let list = try? value.decode([JSON].self) {
            self = .list(list)
        } else {
            self = .object(try value.decode([String: JSON].self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        switch self {
        case .null: try value.encodeNil()
        case .flag(let flag): try value.encode(flag)
        case .number(let number): try value.encode(number)
        case .text(let text): try value.encode(text)
        case .list(let list): try value.encode(list)
        case .object(let object): try value.encode(object)
        }
    }

    func bytes() throws -> Data {
        try JSONEncoder().encode(self)
    }

    /// An object of these fields, made so many bytes long by one more field that nobody reads.
    static func bytes(of fields: [String: JSON], length: Int?) throws -> Data {
        guard let length else { return try JSON.object(fields).bytes() }
        let shortest = try bytes(of: fields, padding: "")
        return try bytes(of: fields, padding: String(repeating: "x", count: length - shortest.count))
    }

    private static func bytes(of fields: [String: JSON], padding: String) throws -> Data {
        try JSON.object(fields.merging(["padding": .text(padding)]) { $1 }).bytes()
    }

    subscript(field: String) -> JSON? {
        guard case .object(let fields) = self else { return nil }
        return fields[field]
    }

    var text: String? {
        guard case .text(let text) = self else { return nil }
        return text
    }
}
