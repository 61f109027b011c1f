/// The fields of a payload that is an object; each is read with what is wrong with it.
struct PayloadFields {
    typealias Field = PayloadProblem.Field

    private let values: KeyedDecodingContainer<Field>

    init(of decoder: any Decoder) throws {
        values = try decoder.container(keyedBy: Field.self)
    }

    func has(_ field: Field) -> Bool {
        values.contains(field)
    }

    func text(_ field: Field) throws(PayloadProblem) -> String {
        try read(field) { try values.decode(String.self, forKey: field) }
    }

    /// A text of which a test of `SafeText` holds.
    func text(_ field: Field, if isSafe: (String) -> Bool) throws(PayloadProblem) -> String {
        let text = try text(field)
        guard isSafe(text) else { throw .unsafe(field) }
        return text
    }

    func flag(_ field: Field) throws(PayloadProblem) -> Bool {
        try read(field) { try values.decode(Bool.self, forKey: field) }
    }

    func number(_ field: Field) throws(PayloadProblem) -> Int64 {
        try read(field) { try values.wholeNumber(forKey: field) }
    }

    /// One of a few words.
    func word<Word: RawRepresentable<String>>(_ field: Field) throws(PayloadProblem) -> Word {
        guard let word = Word(rawValue: try text(field)) else { throw .wrongType(field) }
        return word
    }

    private func read<Value>(_ field: Field, _ decode: () throws -> Value) throws(PayloadProblem) -> Value {
        guard has(field) else { throw .missing(field) }
        do {
            return try decode()
        } catch DecodingError.typeMismatch, DecodingError.valueNotFound {
            throw .wrongType(field)
        } catch {
            // Of the right type, and impossible.
            throw .unsafe(field)
        }
    }
}
