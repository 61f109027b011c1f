extension FromPage: Decodable {
    private enum Kind: String, Decodable {
        case ready
        case answerTaken = "answer_taken"
        case calls
        case callOver = "call_over"
        case signedOut = "signed_out"
        case missed
        case openSettings = "open_settings"
        case showAudioRoutes = "show_audio_routes"
    }

    fileprivate enum Key: String, CodingKey {
        case ringway
        case kind
        case invitation
        case calls
        case address
        case state
        case name
        case direction
        case callType = "call_type"
        case connectedAt = "connected_at"
        case endedAt = "ended_at"
        case count
    }

    fileprivate typealias Fields = KeyedDecodingContainer<Key>

    /// Throws a `BridgeProblem` for every object; whatever is none is not the envelope at all.
    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        guard (try? fields.wholeNumber(forKey: .ringway)) == Int64(Bridge.version) else {
            throw BridgeProblem.unknownVersion
        }
        guard let kind = try? fields.decode(Kind.self, forKey: .kind) else { throw BridgeProblem.unknownKind }
        guard let message = try? FromPage(kind, fields) else { throw BridgeProblem.malformed }
        self = message
    }

    private init(_ kind: Kind, _ fields: Fields) throws {
        switch kind {
        case .ready: self = .ready
        case .answerTaken: self = .answerTaken(invitation: try fields.decode(String.self, forKey: .invitation))
        case .calls: self = .calls(try fields.decode([ShownCall].self, forKey: .calls))
        case .callOver: self = .callOver(try CallRecord(fields))
        case .signedOut: self = .signedOut
        case .missed: self = .missed(count: try fields.count())
        case .openSettings: self = .openSettings
        case .showAudioRoutes: self = .showAudioRoutes
        }
    }
}

extension ShownCall: Decodable {
    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: FromPage.Key.self)
        self.init(
            invitation: try fields.decode(String?.self, forKey: .invitation),
            address: try fields.decode(String.self, forKey: .address),
            state: try fields.decode(State.self, forKey: .state),
            video: try fields.isVideo()
        )
    }
}

extension CallRecord {
    fileprivate init(_ fields: FromPage.Fields) throws {
        self.init(
            handle: try fields.decode(String.self, forKey: .address),
            name: try fields.decode(String.self, forKey: .name),
            direction: try fields.decode(Direction.self, forKey: .direction),
            video: try fields.isVideo(),
            connected: try fields.isNull(.connectedAt) ? nil : try fields.moment(.connectedAt),
            ended: try fields.moment(.endedAt)
        )
    }
}

extension KeyedDecodingContainer<FromPage.Key> {
    fileprivate func isVideo() throws -> Bool {
        try decode(Bridge.CallType.self, forKey: .callType) == .video
    }

    /// Throws where there is no such field: absent is not null.
    fileprivate func isNull(_ key: Key) throws -> Bool {
        try decodeNil(forKey: key)
    }

    /// Unix seconds.
    fileprivate func moment(_ key: Key) throws -> Instant {
        guard let moment = Instant(unixSeconds: try wholeNumber(forKey: key)) else {
            throw DecodingError.dataCorruptedError(forKey: key, in: self, debugDescription: "beyond all reason")
        }
        return moment
    }

    fileprivate func count() throws -> Int {
        guard let count = Int(exactly: try wholeNumber(forKey: .count)), count >= 0 else {
            throw DecodingError.dataCorruptedError(forKey: .count, in: self, debugDescription: "not a count")
        }
        return count
    }
}
