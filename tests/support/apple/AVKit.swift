// developer.apple.com/documentation/avkit, as far as the app uses it.
import UIKit

// developer.apple.com/documentation/avkit/avroutepickerview
@MainActor
open class AVRoutePickerView: UIView {
    public init() { super.init(frame: .zero) }
}
