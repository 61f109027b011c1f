import Foundation

/// The decisions alone, for whoever carries the effects out itself: `shim-cli`.
public final class Decisions {
    private var machine: ShimMachine

    public init(configuration: Configuration) {
        machine = ShimMachine(configuration: configuration)
    }

    /// What is to be done about an event, in this order.
    public func take(_ event: ShimEvent, at moment: Instant) -> [ShimEffect] {
        machine.handle(event, at: moment)
    }
}
